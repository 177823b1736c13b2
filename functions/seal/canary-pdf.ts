/** The trial document: one page with a frame, and the prepared field of the seal, as a PDF. */

/** Its table holds the place of each object in bytes: whoever changes a line has to count again. */
const TEXT = `%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Resources << >>
   /Contents 4 0 R /Annots [5 0 R] >>
endobj
4 0 obj
<< /Length 17 >>
stream
60 20 80 40 re
S
endstream
endobj
5 0 obj
<< /Type /Annot /Subtype /Widget /FT /Sig /T (Segel-1) /F 4
   /Rect [50 20 150 70] /P 3 0 R >>
endobj
xref
0 6
0000000000 65535 f\r
0000000009 00000 n\r
0000000090 00000 n\r
0000000147 00000 n\r
0000000270 00000 n\r
0000000336 00000 n\r
trailer
<< /Size 6 /Root 1 0 R >>
startxref
447
%%EOF
`;

export const CANARY_PDF: Uint8Array = Buffer.from(TEXT, 'latin1');
