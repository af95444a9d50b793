using System.ComponentModel.DataAnnotations;
using System.Net;

namespace KaPipeline.Mail;

/// <summary>Sign-in by an access token that the provider's token endpoint gives (RFC 6749), for Microsoft 365, Google and the
/// like.</summary>
public sealed class OAuthOptions : IValidatableObject
{
    /// <summary>The application itself is the one that signs in; needs its secret.</summary>
    public const string ClientCredentials = "client_credentials";

    /// <summary>A person once allowed the application to send; needs the refresh token that came of it.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>Address of the token endpoint, https; empty: no OAuth 2.</summary>
    public string TokenEndpoint { get; set; } = "";

    /// <summary><c>client_credentials</c> or <c>refresh_token</c>.</summary>
    public string Grant { get; set; } = ClientCredentials;

    /// <summary>The application's id at the provider.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>What is asked for, for example <c>https://outlook.office365.com/.default</c>; empty: the provider's own choice.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Name of the environment variable with the application's secret; an unset one sends none.</summary>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$", ErrorMessage = "ClientSecretVariable must be the name of an environment variable")]
    public string ClientSecretVariable { get; set; } = "KA_SMTP_CLIENT_SECRET";

    /// <summary>Name of the environment variable with the refresh token.</summary>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$", ErrorMessage = "RefreshTokenVariable must be the name of an environment variable")]
    public string RefreshTokenVariable { get; set; } = "KA_SMTP_REFRESH_TOKEN";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TokenEndpoint.Length == 0)
        {
            yield break;
        }

        // Secrets go there: no line without TLS, but for a helper on this very machine.
        if (!Uri.TryCreate(TokenEndpoint, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps
            && !(address.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip))))
        {
            yield return new ValidationResult($"TokenEndpoint must be an https address, but is \"{TokenEndpoint}\"");
        }

        if (Grant is not (ClientCredentials or RefreshToken))
        {
            yield return new ValidationResult($"Grant must be client_credentials or refresh_token, but is \"{Grant}\"");
        }

        if (ClientId.Length == 0)
        {
            yield return new ValidationResult("ClientId is empty");
        }
    }
}
