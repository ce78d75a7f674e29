FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --create-home --uid 10001 manyhands
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
# Collecting needs no secrets: outside of production the key is made for the moment and thrown away.
RUN VAR_DIR=/tmp/build HASHED_STATIC=1 python manage.py collectstatic --no-input \
    && rm -r /tmp/build && mkdir var && chown manyhands:manyhands var
USER manyhands
EXPOSE 8000
VOLUME /app/var
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
