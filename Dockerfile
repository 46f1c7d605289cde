# syntax=docker/dockerfile:1
# The bot as one image: built in the first stage, run in the second as a user that owns nothing in it.
# `deploy/try_image_steps.sh` goes the same steps without a container engine.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /opt/builder && python -m venv /opt/utvalgsbot
COPY deploy/build.lock requirements.lock ./
RUN /opt/builder/bin/pip install --require-hashes -r build.lock \
 && /opt/utvalgsbot/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cards cards
COPY committee committee
COPY documents documents
COPY graph graph
COPY locales locales
COPY mandates mandates
COPY manifest manifest
COPY scheduler scheduler
COPY storage storage
RUN /opt/builder/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
 && /opt/utvalgsbot/bin/pip install --no-deps --no-index /wheel/*.whl \
 && /opt/utvalgsbot/bin/python -m compileall -q /opt/utvalgsbot/lib

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 utvalgsbot \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin utvalgsbot \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/utvalgsbot \
 && install -d /etc/utvalgsbot
COPY --from=build /opt/utvalgsbot /opt/utvalgsbot
ENV PATH=/opt/utvalgsbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    UTVALGSBOT_HOST=0.0.0.0 \
    UTVALGSBOT_PORT=3978 \
    UTVALGSBOT_DATABASE_URL=sqlite:////var/lib/utvalgsbot/utvalgsbot.db \
    UTVALGSBOT_ELECTION_KEYS_PATH=/var/lib/utvalgsbot/election-keys \
    UTVALGSBOT_MANDATES_PATH=/opt/utvalgsbot/lib/python3.11/site-packages/mandates \
    UTVALGSBOT_REGISTER_PATH=/etc/utvalgsbot/register.yaml
WORKDIR /var/lib/utvalgsbot
VOLUME /var/lib/utvalgsbot
USER 10001:10001
EXPOSE 3978
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['UTVALGSBOT_PORT'] + '/readyz', timeout=4)"]
ENTRYPOINT ["utvalgsbot"]
CMD ["run"]
