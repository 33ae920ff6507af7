# The image of web, worker, beat and setup (docker-compose.yml): the source tree as it is in the repository, since the
# code reads mappings/ and templates/ beside its packages, and a virtual environment that points to it.
FROM python:3.11.14-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/estey
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
# The dependencies first, without the extras: this layer is built again only when pyproject.toml changes.
COPY pyproject.toml ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
        > /tmp/requirements.txt \
    && pip install -r /tmp/requirements.txt
COPY README.md LICENSE ./
COPY mappings ./mappings
COPY templates ./templates
COPY embedded ./embedded
COPY indexer ./indexer
COPY search_api ./search_api
COPY estey ./estey
COPY benchmarks ./benchmarks
RUN pip install --no-deps --editable . \
    && python -m compileall -q embedded estey indexer search_api

FROM python:3.11.14-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ESTEY_HOME=/var/lib/estey
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin estey \
    && install -d -o estey -g estey -m 0700 /var/lib/estey /var/lib/estey/files /var/lib/estey/erased
COPY --from=build /opt/venv /opt/venv
# Owned by root: the service cannot rewrite its own code.
COPY --from=build /srv/estey /srv/estey
WORKDIR /srv/estey
USER estey
CMD ["estey", "--help"]
