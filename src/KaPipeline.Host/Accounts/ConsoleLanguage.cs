using System.Globalization;
using System.Security.Claims;
using KaPipeline.Labels;

namespace KaPipeline.Host.Accounts;

/// <summary>Which language the console and the dashboard speak to somebody: that of their account, Chinese where it says nothing
/// else.</summary>
internal static class ConsoleLanguage
{
    /// <summary>Claim that holds it.</summary>
    internal const string Claim = "language";

    /// <summary>The language of whoever is signed in.</summary>
    public static Language Of(ClaimsPrincipal user) => Language.Of(user.FindFirstValue(Claim));

    /// <summary>The language that <see cref="Speak"/> gave this request, where Hangfire's callbacks know no user.</summary>
    public static Language OfRequest => Language.Of(CultureInfo.CurrentUICulture.Name);

    /// <summary>Has Hangfire's own pages speak it for the rest of the request.</summary>
    public static void Speak(ClaimsPrincipal user) =>
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Of(user) == Language.English ? "en" : "zh");
}
