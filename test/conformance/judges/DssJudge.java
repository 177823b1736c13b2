import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;

/**
 * Validates PDFs with EU DSS under its default policy, without a network.
 *
 * <p>Arguments, for each file: the PDF, its authority (PEM), a list of what is revoked (DER) or
 * "-". Prints, separated by tabs and in the order of the file: the PDF, "signature" or "timestamp",
 * what it is (level or type), the indication, and why it is not a better one.
 */
public final class DssJudge {
  private static final int ARGUMENTS = 3;

  public static void main(String[] args) {
    for (int at = 0; at + ARGUMENTS <= args.length; at += ARGUMENTS) {
      try {
        judge(args[at], args[at + 1], args[at + 2]);
      } catch (Exception | Error fault) {
        print(args[at], "fault", fault, "", "");
      }
    }
  }

  private static CommonCertificateVerifier verifier(String authority, String revoked)
      throws Exception {
    CommonTrustedCertificateSource trust = new CommonTrustedCertificateSource();
    trust.addCertificate(DSSUtils.loadCertificate(new File(authority)));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trust);
    if (!revoked.equals("-")) {
      try (InputStream list = new FileInputStream(revoked)) {
        verifier.setCrlSource(new ExternalResourcesCRLSource(list));
      }
    }
    return verifier;
  }

  private static void judge(String file, String authority, String revoked) throws Exception {
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new FileDocument(file));
    validator.setCertificateVerifier(verifier(authority, revoked));
    Reports reports = validator.validateDocument();
    SimpleReport report = reports.getSimpleReport();
    DiagnosticData data = reports.getDiagnosticData();
    for (String id : report.getSignatureIdList()) {
      Object level = report.getSignatureFormat(id);
      print(file, "signature", level, report.getIndication(id), report.getSubIndication(id));
    }
    for (TimestampWrapper stamp : data.getTimestampList()) {
      String id = stamp.getId();
      Object type = stamp.getType();
      print(file, "timestamp", type, report.getIndication(id), report.getSubIndication(id));
    }
  }

  private static void print(String file, String kind, Object what, Object indication, Object why) {
    System.out.printf("%s\t%s\t%s\t%s\t%s%n", file, kind, oneLine(what), indication, why);
  }

  private static String oneLine(Object what) {
    return String.valueOf(what).replaceAll("\\s+", " ");
  }
}
