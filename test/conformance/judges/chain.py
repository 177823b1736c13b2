"""Recomputes the hash chain of an evidence.json with the standard library alone.

Arguments: evidence.json, the unsigned PDF, the number of signatories. Prints every objection.
"""

import hashlib
import json
import sys

CHAIN_START = "0" * 64


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def broken_links(evidence):
    prev = CHAIN_START
    for version, commit in enumerate(evidence["commits"], start=1):
        body = {key: member for key, member in commit.items() if key != "hash"}
        if sha256(canonical(body).encode("utf-8")) != commit["hash"]:
            yield f"the hash of commit {version} does not hold"
        if (commit["prev"], commit["version"]) != (prev, version):
            yield f"commit {version} does not follow the one before"
        if commit["stream"] != evidence["stream"]:
            yield f"commit {version} belongs to another document"
        prev = commit["hash"]
    if prev != evidence["chainHash"]:
        yield "the chain does not end where the evidence says"


def wrong_signatures(evidence, document, signatories):
    events = [event for commit in evidence["commits"] for event in commit["events"]]
    signed = [event for event in events if event["type"] == "SignerSigned"]
    if evidence["sha256"] != document:
        yield "the evidence is about another file"
    if any(event["sha256"] != document for event in signed):
        yield "somebody confirmed another file"
    if sorted(event["signer"] for event in signed) != list(range(1, signatories + 1)):
        yield "not everybody has signed exactly once"


def main(evidence_path, pdf_path, signatories):
    with open(evidence_path, encoding="utf-8") as file:
        text = file.read()
    with open(pdf_path, "rb") as file:
        document = sha256(file.read())
    evidence = json.loads(text)
    if text != canonical(evidence):
        print("the evidence is not canonical JSON")
    for objection in broken_links(evidence):
        print(objection)
    for objection in wrong_signatures(evidence, document, int(signatories)):
        print(objection)


main(*sys.argv[1:])
