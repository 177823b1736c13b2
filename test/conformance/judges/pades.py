"""Validates the one signature of a PDF with pyHanko. Arguments: the PDF, the authority (PEM)."""

import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def main(pdf_path, authority_path):
    authority = load_cert_from_pemder(authority_path)
    trust = ValidationContext(trust_roots=[authority], allow_fetching=False)
    with open(pdf_path, "rb") as file:
        signatures = PdfFileReader(file).embedded_signatures
        if len(signatures) != 1:
            print(f"it counts {len(signatures)} signatures")
        for signature in signatures:
            status = validate_pdf_signature(signature, trust)
            if not status.bottom_line or status.coverage.name != "ENTIRE_FILE":
                print(f"{status.summary()}, coverage {status.coverage.name}")


main(*sys.argv[1:])
