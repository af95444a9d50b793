using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A certificate for loopback, made by a private authority of its own. Its key is one of a curve, made at once.</summary>
internal sealed class TestCertificate : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="name">Host that it is made out to, beside 127.0.0.1 where that is localhost.</param>
    public TestCertificate(string name)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Test Authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(From, Until);
        AuthorityPem = root.ExportCertificatePem();

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        using var made = request.Create(root, From, Until, [1, 2, 3, 4]);
        using var whole = made.CopyWithPrivateKey(key);
        Own = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>The authority's, for whoever shall trust it.</summary>
    public string AuthorityPem { get; }

    public void Dispose() => Own.Dispose();
}
