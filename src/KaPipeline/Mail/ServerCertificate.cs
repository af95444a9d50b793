using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KaPipeline.Mail;

/// <summary>Judges a server's certificate: by the authorities of this machine, or by the private one that the settings name. Either way the
/// name must be the server's and the time right.</summary>
/// <param name="server">The server's settings.</param>
internal sealed class ServerCertificate(SmtpOptions server)
{
    /// <summary>Why it was not trusted; null while none was refused.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether lists of revoked certificates are asked.</summary>
    public bool ChecksRevocation => server.CheckRevocation ?? server.CaFile.Length == 0;

    /// <summary>For the TLS handshake.</summary>
    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            Problem = "the server shows none";
            return false;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            Problem = $"it is made out to {certificate.Subject}, not to {server.Host}";
            return false;
        }

        if (server.CaFile.Length == 0)
        {
            Problem = errors == SslPolicyErrors.None ? null : Words(certificate, chain);
            return Problem is null;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.ImportFromPemFile(server.CaFile);
        own.ChainPolicy.RevocationMode = ChecksRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        foreach (var sent in chain?.ChainElements.Select(element => element.Certificate) ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(sent);
        }

        using var theirs = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        Problem = own.Build(theirs) ? null : Words(certificate, own);
        return Problem is null;
    }

    private static string Words(X509Certificate certificate, X509Chain? chain) =>
        $"{certificate.Subject}, issued by {certificate.Issuer}: {string.Join("; ", chain?.ChainStatus.Select(status => Mailbox.Clean(status.StatusInformation)) ?? ["no chain of trust"])}";
}
