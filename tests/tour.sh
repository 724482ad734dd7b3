#!/usr/bin/env bash
# Takes the pictures of the tour in src/docs: a fresh site with the starter content, in English and Chinese. usage: tests/tour.sh
# Needs a Chromium (or CHROMIUM=…) and fonts for Chinese.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p src/docs/tour
dotnet build tests/CoalitionCms.BrowserTests -v q -nologo
CMS_TOUR_PICTURES="$PWD/src/docs/tour" dotnet tests/CoalitionCms.BrowserTests/bin/Debug/net10.0/CoalitionCms.BrowserTests.dll -class '*TakingPictures*'
ls -l src/docs/tour
