"""Validates PDFs with pyHanko, without a network.

Arguments, for each file: the PDF, its authority (PEM), the level it claims, how many
signatures and timestamps it has. Prints the PDF and an objection, separated by a tab; one line
"asked" after each file.
"""

import asyncio
import logging
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.ades import AdESPassed, ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

ARGUMENTS = 5
COMPLETE = ("B-LT", "B-LTA")


def trust_of(reader, root, level):
    """From B-LT on what lies in the file has to be enough, and nothing may be missing."""
    offline = {"trust_roots": [root], "allow_fetching": False}
    if level not in COMPLETE:
        return ValidationContext(**offline)
    store = DocumentSecurityStore.read_dss(reader)
    return store.as_validation_context({**offline, "revocation_mode": "require"})


def archival_status(signature, root):
    """EN 319 102-1, clause 5.6: with the document timestamps, and only what they keep."""
    policy = CertValidationPolicySpec(
        SimpleTrustManager.build([root]), CertRevTrustPolicy(REQUIRE_REVINFO)
    )
    local = RevocationInfoGatheringSpec(
        online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY, fetcher_backend=None
    )
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(policy, local))
    return asyncio.run(ades_lta_validation(signature, spec))


def is_good(status):
    return status.intact and status.valid and status.trusted


def wrong_seal(status):
    if not status.bottom_line:
        yield f"the seal: {status.summary()}"
    stamp = status.timestamp_validity
    if stamp is not None and not is_good(stamp):
        yield f"the timestamp of the seal: {stamp.summary()}"


def wrong_others(others, trust):
    # What a seal adds is more than it allows to follow a signature: marks and attachments.
    for other in others:
        status = validate_pdf_signature(other, trust(), ts_validation_context=trust())
        if not is_good(status):
            yield f"{other.field_name}: {status.summary()}"


def wrong_stamps(stamps, root):
    # What was revoked may be known from a later update than the one of the timestamp.
    for stamp in stamps:
        status = validate_pdf_timestamp(stamp, ValidationContext(trust_roots=[root]))
        if not is_good(status):
            yield f"{stamp.field_name}: {status.summary()}"


def objections(reader, root, level, counts):
    *others, seal = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures

    def trust():
        return trust_of(reader, root, level)

    status = validate_pdf_signature(seal, trust(), ts_validation_context=trust())
    carried = 0 if status.timestamp_validity is None else 1
    found = (len(others) + 1, len(stamps) + carried)
    if found != counts:
        yield f"it counts {found[0]} signatures and {found[1]} timestamps"
    yield from wrong_seal(status)
    yield from wrong_others(others, trust)
    yield from wrong_stamps(stamps, root)
    # It knows no way from a document timestamp alone, when the seal carries none.
    if level == "B-LTA" and carried:
        result = archival_status(seal, root)
        if result.ades_subindic != AdESPassed.OK:
            yield f"as B-LTA: {result.ades_subindic} {result.failure_msg}"


def judge(path, authority, level, signatures, stamps):
    root = load_cert_from_pemder(authority)
    counts = (int(signatures), int(stamps))
    with open(path, "rb") as file:
        yield from objections(PdfFileReader(file), root, level, counts)


def main(*arguments):
    logging.disable(logging.CRITICAL)
    for task in zip(*[iter(arguments)] * ARGUMENTS):
        try:
            for objection in judge(*task):
                print(f"{task[0]}\t{objection}")
        except Exception as fault:
            print(f"{task[0]}\t{type(fault).__name__}: {' '.join(str(fault).split())}")
        print(f"{task[0]}\tasked")


main(*sys.argv[1:])
