#!/usr/bin/env bash
# Takes a picture of every kind of public page and of every admin page: on a phone (360 px) and a desktop (1280 px), in light and dark colours,
# in English, Chinese and Uyghur, with the starter content alone and with invented entries: about 2,300 in 25 minutes. Beside them it makes sheets of twelve.
# usage: tests/screenshots.sh FOLDER [languages, default "en zh-Hans ug"]
# Needs a Chromium (or CHROMIUM=…) and fonts for Chinese and Uyghur.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?"a folder for the pictures, such as /tmp/pictures"}
mkdir -p "$folder"
dotnet build tests/CoalitionCms.BrowserTests -v q -nologo
CMS_PICTURES="$(cd "$folder" && pwd)" CMS_PICTURES_LANGUAGES=${2:-en zh-Hans ug} dotnet tests/CoalitionCms.BrowserTests/bin/Debug/net10.0/CoalitionCms.BrowserTests.dll \
  -noLogo -method '*Every_page_has_its_picture*'
ls "$folder"/*/sheet-*.jpg
