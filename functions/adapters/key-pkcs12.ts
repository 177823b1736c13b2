/** Unpacks a PKCS#12 file (RFC 7292), as authorities hand out, into a PEM bundle. */
import forge from 'node-forge';
import { SealKeyError } from './key-pair.ts';

const { asn1, pem, pkcs12, pki } = forge;

function open(file: Buffer, password: string): forge.pkcs12.Pkcs12Pfx {
  let pfx: forge.asn1.Asn1;
  try {
    pfx = asn1.fromDer(file.toString('latin1'));
  } catch (cause) {
    throw new SealKeyError('The PKCS#12 file is unreadable.', { cause });
  }
  try {
    return pkcs12.pkcs12FromAsn1(pfx, password);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SealKeyError(`The PKCS#12 file does not open with this password: ${reason}`, {
      cause,
    });
  }
}

const block = (type: string, content: forge.asn1.Asn1): string =>
  pem.encode({ type, body: asn1.toDer(content).getBytes() });

/** Only RSA is read by the library; of any other kind it leaves the ASN.1 in `asn1`. */
function keyBlock({ key, asn1: unread }: forge.pkcs12.Bag): string {
  if (key) return block('PRIVATE KEY', pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(key)));
  return unread === undefined ? '' : block('PRIVATE KEY', unread);
}

function certificateBlock({ cert, asn1: unread }: forge.pkcs12.Bag): string {
  if (cert) return block('CERTIFICATE', pki.certificateToAsn1(cert));
  return unread === undefined ? '' : block('CERTIFICATE', unread);
}

/**
 * Opens files of today (PBES2 with AES) and of earlier days (RC2, Triple DES, SHA-1).
 *
 * @param password ASCII: beyond it writers differ in how they turn it into bytes.
 * @returns private key and certificates in PEM, the certificates in the order of the file.
 * @throws SealKeyError when the file is no PKCS#12, the password is not its own, or it does not
 * hold exactly one private key.
 */
export function pkcs12ToPem(file: Buffer, password: string): string {
  const bags = open(file, password).safeContents.flatMap(({ safeBags }) => safeBags);
  const keys = bags.filter(
    ({ type }) => type === pki.oids['keyBag'] || type === pki.oids['pkcs8ShroudedKeyBag'],
  );
  const certificates = bags.filter(({ type }) => type === pki.oids['certBag']);
  if (keys.length !== 1)
    throw new SealKeyError(`The PKCS#12 file holds ${keys.length} private keys instead of one.`);
  return [...keys.map(keyBlock), ...certificates.map(certificateBlock)].join('');
}
