// Opens the stores as a Java client would, from the folder it is started in; run by build-bundle.test.ts.
import java.io.*;
import java.security.*;
import java.util.*;
import javax.net.ssl.*;

class Stores {
  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    try (InputStream in = new FileInputStream("client-ssl.properties")) { settings.load(in); }
    char[] keyPassword = settings.getProperty("ssl.key.password").toCharArray();
    KeyStore keys = open(settings, "ssl.keystore.", settings.getProperty("ssl.keystore.password"));
    String alias = keys.aliases().nextElement();
    PrivateKey key = (PrivateKey) keys.getKey(alias, keyPassword);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(keys.getCertificate(alias));
    System.out.println("key " + key.getAlgorithm() + ", chain " + keys.getCertificateChain(alias).length
        + ", signs for its certificate: " + signature.verify(signed));
    KeyStore trust = open(settings, "ssl.truststore.", settings.getProperty("ssl.truststore.password"));
    System.out.println("trusted " + Collections.list(trust.aliases()).stream().filter(one -> {
      try { return trust.isCertificateEntry(one); } catch (KeyStoreException e) { return false; }
    }).count());
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, keyPassword);
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trust);
    SSLContext.getInstance("TLS").init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    System.out.println("TLS context ready");
    try {
      open(settings, "ssl.keystore.", "changeit");
    } catch (IOException refused) {
      System.out.println("changeit refused");
    }
  }

  static KeyStore open(Properties settings, String prefix, String password) throws Exception {
    KeyStore store = KeyStore.getInstance(settings.getProperty(prefix + "type"));
    try (InputStream in = new FileInputStream(settings.getProperty(prefix + "location"))) {
      store.load(in, password.toCharArray());
    }
    return store;
  }
}
