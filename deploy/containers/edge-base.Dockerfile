# The base of the images with an edge in them: ASP.NET Core, and what its image has not. Without these two browsers speak G.711, and texts are a tone.
FROM mcr.microsoft.com/dotnet/aspnet:10.0
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends libopus0 espeak-ng libspandsp2 \
 && rm -rf /var/lib/apt/lists/*
USER $APP_UID
