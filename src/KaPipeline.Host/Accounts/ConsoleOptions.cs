using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KaPipeline.Host.Accounts;

/// <summary>Section <c>Console</c> of <c>config/appsettings.json</c>.</summary>
public sealed class ConsoleOptions : IValidatableObject
{
    /// <summary>Addresses to listen on, separated by semicolons. Behind a proxy: loopback.</summary>
    [Required]
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>Minutes without a request after which a session ends.</summary>
    [Range(5, 720)]
    public int IdleMinutes { get; set; } = 30;

    /// <summary>Hours after which a session ends, whatever it did.</summary>
    [Range(1, 24)]
    public int SessionHours { get; set; } = 12;

    /// <summary>Wrong passwords in a row that lock an account.</summary>
    [Range(3, 20)]
    public int SignInAttempts { get; set; } = 5;

    /// <summary>Minutes for which it is locked then.</summary>
    [Range(1, 1440)]
    public int LockMinutes { get; set; } = 15;

    /// <summary>Failed sign-ins from one address, whatever the accounts, after which that address waits as long.</summary>
    [Range(3, 10_000)]
    public int SignInsPerAddress { get; set; } = 30;

    /// <summary>Names under which people reach the console, beside those of <see cref="Urls"/>, of <c>Mail:ConsoleAddress</c> and of this
    /// machine.</summary>
    public List<string> Hosts { get; set; } = [];

    /// <summary>Addresses of the proxies whose X-Forwarded headers count, beside this machine's own.</summary>
    public List<string> KnownProxies { get; set; } = [];

    /// <summary>A file with certificate and private key (PKCS #12), the same on all nodes, by which the keys of cookies are encrypted
    /// in the database. Empty: they lie there as they are, and whoever reads the table <c>ops.console_key</c> or a backup could make a
    /// cookie of any account.</summary>
    public string KeyCertificate { get; set; } = "";

    /// <summary>Its password; never in a file: <c>KA_Console__KeyCertificatePassword</c>.</summary>
    public string KeyCertificatePassword { get; set; } = "";

    /// <summary>Sign-in at an OpenID Connect provider, when its authority is set.</summary>
    public ExternalSignIn External { get; set; } = new();

    /// <summary>An OpenID Connect provider. The client secret comes from the environment:
    /// <c>KA_Console__External__ClientSecret</c>.</summary>
    public sealed class ExternalSignIn : IValidatableObject
    {
        /// <summary>Issuer address; empty switches it off.</summary>
        public string Authority { get; set; } = "";

        /// <summary>What people read on the button.</summary>
        public string Name { get; set; } = "OpenID Connect";

        /// <summary>Our client id there.</summary>
        public string ClientId { get; set; } = "";

        /// <summary>Our secret there; never in a file.</summary>
        public string ClientSecret { get; set; } = "";

        /// <summary>Claim whose value is the account's external identity.</summary>
        public string Claim { get; set; } = "sub";

        /// <summary>Whether it is configured.</summary>
        public bool IsOn => Authority.Length > 0;

        /// <inheritdoc/>
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (IsOn && !(Uri.TryCreate(Authority, UriKind.Absolute, out var address)
                && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))))
            {
                yield return new ValidationResult(
                    $"Authority \"{Authority}\" is no address with https: write for example https://login.example.com");
            }

            if (IsOn && ClientId.Length == 0)
            {
                yield return new ValidationResult("ClientId is empty: write our client id at the provider");
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in Urls.Split(';').Where(url => !IsAddress(url)))
        {
            yield return new ValidationResult($"Urls: \"{url}\" is no address to listen on; write for example http://127.0.0.1:5080");
        }

        if (FaultOfCertificate() is { } fault)
        {
            yield return new ValidationResult(fault);
        }

        foreach (var (at, proxy) in KnownProxies.Index().Where(entry => !IPAddress.TryParse(entry.Item, out _)))
        {
            yield return new ValidationResult($"KnownProxies: \"{proxy}\" is no IP address; write for example 10.0.0.5",
                [$"KnownProxies:{at}"]);
        }
    }

    private string? FaultOfCertificate()
    {
        if (KeyCertificate.Length == 0)
        {
            return null;
        }

        if (!File.Exists(KeyCertificate))
        {
            return $"KeyCertificate: there is no file {KeyCertificate}";
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(KeyCertificate, KeyCertificatePassword);
            return certificate.HasPrivateKey ? null
                : $"KeyCertificate: {KeyCertificate} holds no private key; export the certificate with its key (PKCS #12)";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"KeyCertificate: {KeyCertificate} does not open as PKCS #12 with the password of KA_Console__KeyCertificatePassword "
                + $"({e.Message})";
        }
    }

    /// <summary>Whether a process can listen there: scheme, host and a port that exists.</summary>
    internal static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https" } address && !address.Host.Any(char.IsWhiteSpace)
                && address.Port is >= 0 and <= 65_535;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
