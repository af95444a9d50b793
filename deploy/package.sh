#!/usr/bin/env bash
# Makes a release that needs no .NET on the target: deploy/package.sh [FOLDER] [amd64|arm64]
# In FOLDER (artifacts/release): ka-pipeline-VERSION-linux-ARCH.tar.gz, and ka-pipeline_VERSION_ARCH.deb where dpkg-deb is there; for this
# machine's processor unless another is named.
# The version is that of the tag (v1.2.3), else the project's with the commit behind it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
into=$(mkdir -p "${1:-$here/artifacts/release}" && cd "${1:-$here/artifacts/release}" && pwd)
case ${2:-$(uname -m)} in x86_64 | amd64) arch=amd64 rid=linux-x64 ;; aarch64 | arm64) arch=arm64 rid=linux-arm64 ;;
  *) echo "package.sh: no release for ${2:-$(uname -m)}" >&2; exit 1 ;; esac
tag=$(git -C "$here" describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null || true)
project=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$here/Directory.Build.props")
if [ -n "$tag" ] && ! (cd "$here" && grep -q "^## ${tag#v} — [0-9]" CHANGELOG.md); then
  echo "package.sh: CHANGELOG.md has no dated heading for $tag" >&2; exit 1
fi
version=${KA_PACKAGE_VERSION:-${tag#v}}
version=${version:-$project~$(git -C "$here" show -s --format=%cd.%h --date=format:%Y%m%d 2>/dev/null || echo local)}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root="$work/ka-pipeline-$version"
echo "package.sh: $version for $arch …" >&2
# Folders of its own, so that the next ./ka build finds what it left; compiled ahead, so that each command starts sooner.
dotnet publish "$here/src/KaPipeline.Host" -c Release -r "$rid" --self-contained --artifacts-path "$work/build" \
  -o "$root/bin" -p:PublishReadyToRun=true -p:Version="${version%%~*}" -p:InformationalVersion="$version" -p:DebugType=none --nologo -v quiet
cp -r "$here/config" "$here/samples" "$root/"
mkdir "$root/deploy"
cp -r "$here"/deploy/*.service "$here"/deploy/*.timer "$here/deploy/prometheus" "$here/deploy/grafana" "$root/deploy/"
(cd "$here" && cp LICENSE CHANGELOG.md README.md README.zh-CN.md "$root/")
# The pages that README and the commands name; why things are as they are stays with the source.
mkdir "$root/docs" && cp "$here"/docs/*.md "$root/docs/" && cp -r "$here/docs/pictures" "$root/docs/"
tar -C "$work" --owner=0 --group=0 -czf "$into/ka-pipeline-$version-linux-$arch.tar.gz" "ka-pipeline-$version"
echo "$into/ka-pipeline-$version-linux-$arch.tar.gz"

command -v dpkg-deb >/dev/null || exit 0
deb="$work/deb"
install -d "$deb/DEBIAN" "$deb/usr/lib/ka-pipeline" "$deb/usr/bin" "$deb/lib/systemd/system" "$deb/usr/share/doc/ka-pipeline" "$deb/etc"
cp -r "$root/bin" "$root/samples" "$root/deploy" "$deb/usr/lib/ka-pipeline/"
cp -r "$root/config" "$deb/etc/ka-pipeline"
cp "$root/LICENSE" "$deb/usr/share/doc/ka-pipeline/copyright"
(cd "$root" && cp -r README.md README.zh-CN.md docs "$deb/usr/share/doc/ka-pipeline/")
(cd "$root" && gzip -9nc CHANGELOG.md) > "$deb/usr/share/doc/ka-pipeline/changelog.gz"
install -m 755 "$here/deploy/debian/ka" "$deb/usr/bin/ka"
for unit in "$here"/deploy/*.service "$here"/deploy/*.timer; do
  # The same units, with the places of the package.
  sed -e 's#/usr/bin/dotnet /opt/ka-pipeline/bin/ka.dll#/usr/lib/ka-pipeline/bin/ka#' -e 's#/opt/ka-pipeline/config#/etc/ka-pipeline#' \
    -e 's#/opt/ka-pipeline#/usr/lib/ka-pipeline#' -e 's#/etc/ka-pipeline.env#/etc/ka-pipeline/environment#' "$unit" \
    > "$deb/lib/systemd/system/$(basename "$unit")"
done
(cd "$deb" && find etc -type f | sed 's#^#/#' | sort) > "$deb/DEBIAN/conffiles"
for script in preinst postinst prerm postrm; do install -m 755 "$here/deploy/debian/$script" "$deb/DEBIAN/$script"; done
size=$(du -sk "$deb" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" "$here/deploy/debian/control" > "$deb/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip --build "$deb" "$into/ka-pipeline_${version}_$arch.deb" >/dev/null
echo "$into/ka-pipeline_${version}_$arch.deb"
