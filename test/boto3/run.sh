#!/usr/bin/env bash
# Reads the table of a whole watch, and asks the other services of the local stack, with boto3, which shares no code with
# this project.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v python3 > /dev/null; then
  echo 'test/boto3: python3 is missing, so the table is not read with boto3.' >&2
  exit 1
fi
environment=node_modules/.cache/boto3
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check --requirement test/boto3/requirements.txt
export PATH="$PWD/node_modules/.bin:$PATH"
"$environment/bin/python" test/boto3/appfabric.py
"$environment/bin/python" test/boto3/services.py
"$environment/bin/python" test/boto3/watch.py
