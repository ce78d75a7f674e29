"""The headings that HR systems give their columns, in English, German, French and a little Spanish.

Each is written as one word without accents, spaces and signs (`heading_key`), the likeliest first.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
LABELS = {
    "employee_id": _("Employee id"),
    "name": _("Full name"),
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "email": _("E-mail"),
    "manager_id": _("Manager, by id"),
    "manager_email": _("Manager, by e-mail"),
    "manager_name": _("Manager, by name"),
    "title": _("Job title"),
    "department": _("Department"),
    "location": _("Location"),
    "time_zone": _("Time zone"),
    "languages": _("Languages"),
    "starts_on": _("Start date"),
    "leaves_on": _("Leaving date"),
    "status": _("Status"),
}

_KNOWN = """
employee_id: employeeid empid employeenumber employeeno employeecode empno empnumber empcode staffid staffnumber
  staffno workerid workernumber personnelnumber personnelno personnelid personid personnumber associateid
  payrollnumber payrollid personalnummer mitarbeiternummer mitarbeiterid mitarbeiternr persnr personalnr matricule
  numeromatricule numeroemploye identifiant employeekey hrid externalid globalid userid uid id employeeidentifier
  number nr
name: fullname employeename employeefullname name displayname workername staffname personname preferredname
  completename legalname namefull employee worker mitarbeiter mitarbeitername nomcomplet nometprenom nomprenom
  prenomnom vollername vollstandigername namevorname empname participantname person
given_name: firstname givenname forename fname preferredfirstname legalfirstname givennames firstnames forenames
  employeefirstname empfirstname first vorname rufname prenom prenoms nombre nome voornaam
family_name: lastname familyname surname lname legallastname employeelastname emplastname last secondname nachname
  familienname zuname nom nomdefamille apellido apellidos cognome achternaam
email: workemail workemailaddress employeremail companyemail businessemail corporateemail officeemail employeeemail
  empemail primaryworkemail email emailaddress emailid mail mailaddress emailwork primaryemail ademail contactemail
  dienstlicheemail geschaftlicheemail epost emailadresse mailadresse courriel adresseemail adressemail
  adresseelectronique correo upn userprincipalname login username loginname
manager_id: managerid manageremployeeid manageremployeenumber managernumber managerno managercode managerempid mgrid
  mgr supervisorid supervisoremployeeid supervisornumber linemanagerid reportstoid bossid leadid directmanagerid
  vorgesetzterid vorgesetztennummer vorgesetztenid idmanager matriculemanager matriculeresponsable idresponsable
manager_email: manageremail manageremailaddress managermail supervisoremail supervisormail linemanageremail mgremail
  reportstoemail directmanageremail bossemail emailmanager vorgesetzteremail vorgesetztenemail emailresponsable
  courrielresponsable managerlogin managerupn
manager_name: managername managerfullname supervisorname supervisorfullname linemanagername mgrname
  directmanagername bossname manager supervisor linemanager directmanager reportsto reportingmanager peoplemanager
  boss vorgesetzter vorgesetzte fuhrungskraft vorgesetztername nommanager responsable superieur
  responsablehierarchique superieurhierarchique n1
title: jobtitle titleofjob positiontitle businesstitle worktitle title position jobname role rolename roletitle
  designation occupation job jobposition jobrole stellenbezeichnung berufsbezeichnung funktion stelle intituleposte
  intituleduposte poste fonction cargo puesto emploi jobprofile jobid jobcode
department: department departmentname departmenttype dept deptname departmentdescription orgunit organizationalunit
  organisationalunit organizationunit abteilung bereich organisationseinheit service departement direction
  departamento unit unitname businessunit businessunitname division supervisoryorganization team teamname organisation
  organisationname organizationname departmentoragency ministry agency directorate
  organization
location: location worklocation officelocation locationname office officename site sitename workplace worksite city
  workcity town standort arbeitsort ort dienstort buro lieu lieudetravail site ville bureau ubicacion sede
time_zone: timezone timezonename tz tzid iana ianatimezone worktimezone zeitzone fuseauhoraire fuseau zonahoraria
languages: languages language spokenlanguages languagesspoken languageskills preferredlanguage workinglanguage
  sprachen sprache langues langue idiomas idioma
starts_on: startdate hiredate dateofhire hiringdate datehired hiredon dateofjoining joiningdate joindate datejoined
  dateofjoin employmentstartdate employmentstart originalhiredate latesthiredate lasthiredate startofemployment
  starton starteddate startson started hired joined eintrittsdatum eintritt einstellungsdatum beschaftigtseit
  dateembauche datedembauche dateentree datedentree datedebut fechadeingreso fechaingreso doj
leaves_on: exitdate leavingdate dateofleaving leavedate terminationdate dateoftermination datetermination termdate
  enddate employmentenddate employmentend endofemployment separationdate dateofexit dateofseparation lastworkingday
  lastworkingdate lastday resignationdate dateleft left lefton leaveson endson dateterminated austrittsdatum
  austritt datesortie datedesortie datedepart datededepart datefin fechadebaja fechabaja dol
status: employeestatus employmentstatus empstatus status workerstatus staffstatus activestatus recordstatus hrstatus
  accountstatus active isactive currentstatus mitarbeiterstatus beschaftigungsstatus statut statutemploye estado
  statusname accountenabled enabled
"""

_NEVER_STORED = """
dob birth birthday birthdate dateofbirth geburtsdatum geburtstag naissance gender sex gendercode race racedesc
ethnicity ethnic ethnie religion religious marital maritaldesc maritalstatus familienstand disability disabled
sexuality orientation pregnant pregnancy nationality citizenship citizen citizendesc hispanic hispaniclatino union
veteran health medical characteristics lgbt lgbtq transgender faith belief caste political geschlecht konfession
behinderung schwerbehinderung staatsangehorigkeit sexe nationalite handicap situationfamiliale
"""


def _read_known(text: str) -> dict[str, tuple[str, ...]]:
    known: dict[str, list[str]] = {}
    field = ""
    for word in text.split():
        if word.endswith(":"):
            field = word[:-1]
            known[field] = []
        else:
            known[field].append(word)
    return {name: tuple(words) for name, words in known.items()}


# field → the headings it goes by.
HEADINGS = _read_known(_KNOWN)
# Words of a heading that is never stored, even when somebody maps it: birth dates and special categories.
NEVER_STORED = frozenset(_NEVER_STORED.split())
# Fields that say whose row it is: a line of headings has at least one of them.
_WHO = ("employee_id", "name", "given_name", "family_name", "email")
_KNOWN_KEYS = {key: name for name, keys in HEADINGS.items() for key in keys}


def heading_words(heading: str) -> list[str]:
    """The words of a heading: `DateofHire` and `date_of_hire` alike, lower case, without accents."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", heading))
    letters = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return re.sub(r"[^\w]|_", " ", letters.replace("'", " ")).split()


def heading_key(heading: str) -> str:
    """A heading as one word, as HEADINGS lists it."""
    return "".join(heading_words(heading))


def spellings(heading: str) -> list[str]:
    """A heading whole, without what stands in brackets, and without whose it is ("employeeHireDate")."""
    whole = heading_key(heading)
    bare = heading_key(re.sub(r"[(\[].*?[)\]]", " ", heading))
    return [whole, bare, re.sub(r"^(employee|emp|worker|staff|person|mitarbeiter)s?", "", bare)]


def is_forbidden(heading: str) -> bool:
    """Whether the column is a birth date or of a special category."""
    return not NEVER_STORED.isdisjoint([*heading_words(heading), heading_key(heading)])


def known_headings(cells: Iterable[str]) -> int:
    """How many different fields these cells are headings of; 0 if none of them says whose row it is."""
    found = {_KNOWN_KEYS[key] for cell in cells for key in spellings(cell) if key in _KNOWN_KEYS}
    return len(found) if found.intersection(_WHO) else 0
