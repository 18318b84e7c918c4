FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt .
RUN python -m venv /opt/sitrep && /opt/sitrep/bin/pip install --no-cache-dir --only-binary :all: -r requirements.txt
COPY . .
RUN /opt/sitrep/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
COPY --from=build /opt/sitrep /opt/sitrep
RUN useradd --system --create-home --home-dir /data sitrep
ENV PATH=/opt/sitrep/bin:$PATH SITREP_DATA_DIR=/data PYTHONUNBUFFERED=1
USER sitrep
WORKDIR /data
VOLUME /data
ENTRYPOINT ["sitrep"]
CMD ["run"]
