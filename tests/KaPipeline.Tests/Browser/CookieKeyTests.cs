using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KaPipeline.Host.Accounts;
using KaPipeline.Host.Doctor;
using KaPipeline.Host.Web.SignIn;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Browser;

/// <summary>Keys of cookies, encrypted in the database by a certificate.</summary>
public sealed class CookieKeyTests
{
    [Fact]
    public async Task Keys_of_cookies_are_of_use_to_nobody_without_the_certificate()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("ka-keys-");
        try
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=ka", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
            var file = Path.Combine(folder.FullName, "keys.p12");
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "pass"), Stopping);
            var options = new ConsoleOptions { KeyCertificate = file, KeyCertificatePassword = "pass" };

            await using var one = NodeOf(warehouse, options);
            var sealedText = Protector(one).Protect("hello");
            var stored = await warehouse.DataSource.ListAsync<string>("select content from ops.console_key", ct: Stopping);
            Assert.NotEmpty(stored);
            Assert.All(stored, text => Assert.Contains("EncryptedData", text, StringComparison.Ordinal));
            Assert.All(stored, text => Assert.DoesNotContain("masterKey", text, StringComparison.OrdinalIgnoreCase));

            await using var another = NodeOf(warehouse, options);
            Assert.Equal("hello", Protector(another).Unprotect(sealedText));
            await using var without = NodeOf(warehouse, new ConsoleOptions());
            Assert.Throws<CryptographicException>(() => Protector(without).Unprotect(sealedText));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Password_of_the_certificate_in_a_file_is_refused_with_where_it_belongs()
    {
        var folder = Directory.CreateTempSubdirectory("ka-keys-");
        var config = ConfigCopy.Make(folder.FullName, "Console", new() { ["KeyCertificatePassword"] = "pass" });
        var fault = Assert.Single(ConfigCheck.Faults(new KaHome(folder.FullName, config), "appsettings.json"));
        Assert.Contains("put it into the environment variable KA_Console__KeyCertificatePassword", fault, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Certificate_that_does_not_open_is_named_before_anything_starts()
    {
        var folder = Directory.CreateTempSubdirectory("ka-keys-");
        try
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=ka", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
            using var alone = X509CertificateLoader.LoadCertificate(certificate.RawData);

            Assert.Contains("there is no file", Fault("missing.p12", null), StringComparison.Ordinal);
            Assert.Contains("does not open as PKCS #12", Fault("text.p12", "no certificate"u8.ToArray()), StringComparison.Ordinal);
            Assert.Contains("does not open as PKCS #12", Fault("sealed.p12", certificate.Export(X509ContentType.Pkcs12, "pass")),
                StringComparison.Ordinal);
            Assert.Contains("holds no private key", Fault("public.p12", alone.Export(X509ContentType.Pkcs12)), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string Fault(string name, byte[]? content)
        {
            var file = Path.Combine(folder.FullName, name);
            if (content is not null)
            {
                File.WriteAllBytes(file, content);
            }

            return Assert.Single(new ConsoleOptions { KeyCertificate = file }.Validate(new(this))).ErrorMessage!;
        }
    }

    private static IDataProtector Protector(IServiceProvider node) =>
        node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static ServiceProvider NodeOf(TestWarehouse warehouse, ConsoleOptions options)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(warehouse.DataSource);
        services.AddKaSignIn(options, _ => Task.CompletedTask);
        return services.BuildServiceProvider();
    }
}
