using System.Text.RegularExpressions;

namespace KaPipeline.Tests.Browser;

/// <summary>Signs a plain HTTP client in, as a browser's form would.</summary>
public static partial class SignIn
{
    /// <param name="to">Where the client is led to: a page that is quickly computed, which Today is not.</param>
    public static async Task<HttpResponseMessage> AsAsync(HttpClient client, string name, string password, string to = "/account")
    {
        var token = await TokenAsync(client, "/sign-in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token, ["name"] = name, ["password"] = password, ["to"] = to,
        });
        return await client.PostAsync("/sign-in", form);
    }

    /// <summary>The token that a page's forms carry for whoever asks.</summary>
    public static async Task<string> TokenAsync(HttpClient client, string path) => Token()
        .Match(await client.GetStringAsync(path)).Groups[1].Value;

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
