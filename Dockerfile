# Builds the program and runs it as a user without rights; everything that must be kept lies in /data.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/CoalitionCms -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_URLS=http://+:8080 Cms__DataDirectory=/data
VOLUME /data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["dotnet", "CoalitionCms.dll", "healthcheck", "--port", "8080"]
ENTRYPOINT ["dotnet", "CoalitionCms.dll"]
