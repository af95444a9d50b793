using System.Globalization;
using System.Runtime.CompilerServices;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Pins the culture of the whole run: zh-CN, or the one <c>KA_TEST_CULTURE</c> names (<c>./ka test</c> runs all
/// but the slow tests under de-DE, whose decimal comma finds every format that forgot its culture).</summary>
internal static class PinnedCulture
{
    [ModuleInitializer]
    internal static void Pin()
    {
        var name = Environment.GetEnvironmentVariable("KA_TEST_CULTURE") is { Length: > 0 } given ? given : "zh-CN";
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
    }
}
