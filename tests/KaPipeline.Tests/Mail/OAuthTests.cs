using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>Sign-in by OAuth 2: a real token endpoint, a real mail server, and a clock that the test moves.</summary>
public sealed class OAuthTests : IAsyncLifetime
{
    private readonly ManualClock clock = ManualClock.At(2026, 5, 13, 7, 30);
    private readonly string folder = Directory.CreateTempSubdirectory("ka-oauth-").FullName;
    private readonly string secret = $"KA_TEST_SECRET_{Path.GetRandomFileName().Replace('.', '_')}";
    private readonly SmtpTestServer server = new(tls: true) { Mechanisms = "LOGIN XOAUTH2" };
    private TokenEndpoint endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        endpoint = new TokenEndpoint(FreePort.Next());
        Environment.SetEnvironmentVariable(secret, "s3cret");
        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), server.CertificatePem);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(secret, null);
        await endpoint.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_applications_token_signs_in_and_is_renewed_before_it_expires()
    {
        var transport = Transport();
        foreach (var (minutes, token) in new[] { (0, "token1"), (54, "token1"), (2, "token2"), (54, "token2"), (60, "token3") })
        {
            clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(SendVerdict.Accepted, (await transport.SendAsync(TestLetter.To(), ct: Stopping)).Verdict);
            Assert.Equal(("ka@ka.example", "Bearer " + token), server.SignedIn);
        }

        Assert.Equal(3, endpoint.Asked.Count);
        Assert.Equal("grant_type=client_credentials&client_id=app&scope=https://outlook.example/.default&client_secret=s3cret",
            endpoint.Asked.First());
    }

    [Fact]
    public async Task A_refresh_token_is_traded_and_the_one_that_replaces_it_is_used_next()
    {
        endpoint.Answer = number =>
            (200, $$"""{ "access_token": "token{{number}}", "expires_in": "3599", "refresh_token": "next{{number}}" }""");
        var transport = Transport(OAuthOptions.RefreshToken);

        await transport.SendAsync(TestLetter.To(), ct: Stopping);
        clock.Advance(TimeSpan.FromHours(1));
        await transport.SendAsync(TestLetter.To(), ct: Stopping);

        Assert.Contains("refresh_token=s3cret", endpoint.Asked.First(), StringComparison.Ordinal);
        Assert.Contains("refresh_token=next1", endpoint.Asked.Last(), StringComparison.Ordinal);
        Assert.Equal("Bearer token2", server.SignedIn!.Value.Secret);
    }

    [Fact]
    public async Task A_token_that_was_revoked_before_its_time_is_replaced_once()
    {
        var transport = Transport();
        await transport.SendAsync(TestLetter.To(), ct: Stopping);
        server.Password = "Bearer token2";

        Assert.Equal(SendVerdict.Accepted, (await transport.SendAsync(TestLetter.To(), ct: Stopping)).Verdict);
        Assert.Equal(2, endpoint.Asked.Count);
    }

    [Theory]
    [InlineData(400, """{ "error": "invalid_client", "error_description": "AADSTS7000215: the secret has expired" }""",
        "answered 400 invalid_client AADSTS7000215: the secret has expired")]
    [InlineData(200, """{ "token_type": "Bearer" }""", "answered 200")]
    [InlineData(502, "<html>", "answered 502 without JSON")]
    public async Task An_endpoint_that_gives_no_token_is_the_servers_trouble_in_words_without_the_secret(int status, string json,
        string words)
    {
        endpoint.Answer = _ => (status, json);

        var outcome = await Transport().SendAsync(TestLetter.To(), ct: Stopping);

        Assert.Equal(SendVerdict.ServerTrouble, outcome.Verdict);
        Assert.Contains(words, outcome.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", outcome.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_that_is_not_set_is_named_and_nothing_is_asked()
    {
        Environment.SetEnvironmentVariable(secret, null);

        Assert.Contains($"{secret} holds no client secret", (await Transport().SendAsync(TestLetter.To(), ct: Stopping)).Words, StringComparison.Ordinal);
        Assert.Empty(endpoint.Asked);
    }

    private MailKitTransport Transport(string grant = OAuthOptions.ClientCredentials) => new(
        new SmtpOptions
        {
            Host = "127.0.0.1", Port = server.Port, User = "ka@ka.example", CaFile = Path.Combine(folder, "ca.pem"), TimeoutSeconds = 20,
            OAuth = new OAuthOptions
            {
                TokenEndpoint = endpoint.Address, Grant = grant, ClientId = "app", Scope = "https://outlook.example/.default",
                ClientSecretVariable = grant == OAuthOptions.ClientCredentials ? secret : "KA_NO_SUCH_VARIABLE",
                RefreshTokenVariable = secret,
            },
        }, clock);
}
