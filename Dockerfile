# Builds the program and runs it as a user without rights, from a file system that it cannot write to.
# Everything that must be kept lies in /data.
#
# Packages are locked by their hashes, images by the digests of their lists for all architectures: what is built is what was reviewed.
# How to renew them: src/docs/operations.md, "Containers".
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0.401-noble@sha256:e70cdb7f80b0348f5cb85f19a8f670fca061f033d57eed12fa003d58b0e06317
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0.12-noble@sha256:222759b391a1aaf241166672c8f99b2d4ada452e7b5319f3c6e8f265a37b5ad4

FROM --platform=$BUILDPLATFORM ${SDK} AS build
ARG TARGETARCH
WORKDIR /source

# Packages first: they change less often than the source, and stay in their own layer.
COPY Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/BannedSymbols.txt src/nuget.config src/
COPY src/CoalitionCms.Integrity/CoalitionCms.Integrity.csproj src/CoalitionCms.Integrity/packages.lock.json src/CoalitionCms.Integrity/
COPY src/CoalitionCms/CoalitionCms.csproj src/CoalitionCms/packages.lock.json src/CoalitionCms/
RUN case "$TARGETARCH" in amd64) echo linux-x64 ;; *) echo "linux-$TARGETARCH" ;; esac > /runtime \
    && dotnet restore src/CoalitionCms -p:RuntimeIdentifier="$(cat /runtime)" -p:PublishReadyToRun=true --locked-mode

COPY migrations migrations
COPY wwwroot wwwroot
COPY src src
RUN dotnet publish src/CoalitionCms -c Release -r "$(cat /runtime)" --self-contained false -p:PublishReadyToRun=true --no-restore -o /app \
    && mkdir /empty

# With ICU and time zones, which names and dates need, a libvips that reads HEIC, as the one that comes with the program does not, and
# fonts for the cards of shared links.
FROM ${RUNTIME}
RUN apt-get update && apt-get upgrade -y && apt-get install -y --no-install-recommends libvips-tools libheif-plugin-libde265 \
        fonts-noto-core fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .

# A new volume takes its owner from here.
COPY --from=build --chown=$APP_UID:$APP_UID --chmod=700 /empty /data
COPY --from=build --chown=$APP_UID:$APP_UID --chmod=700 /empty /keys
# Without it, .NET takes the cache of the processor as the measure of what it may leave uncollected: on large servers some 200 MB.
ENV ASPNETCORE_URLS=http://+:8080 \
    Cms__DataDirectory=/data \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_GCgen0size=0x2000000
VOLUME /data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s CMD ["dotnet", "CoalitionCms.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "CoalitionCms.dll"]
