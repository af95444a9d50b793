using System.Globalization;
using KaPipeline.Tests.Infrastructure;
using Microsoft.Playwright;

namespace KaPipeline.Tests.Browser;

/// <summary>How somebody has a page before them: on a phone or a desk, light or dark, in Chinese or English.</summary>
public sealed record Look(int Width, ColorScheme Scheme, string Language)
{
    private static readonly Look[] All =
    [
        .. from width in (int[])[375, 1280]
           from scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark]
           from language in (string[])["zh", "en"]
           select new Look(width, scheme, language),
    ];

    /// <summary>Whether the pictures of all pages are wanted; they are dear to take.</summary>
    public static bool ArePicturesWanted { get; } = Environment.GetEnvironmentVariable("KA_TEST_SCREENS") == "1";

    public bool IsPhone => Width < 500;

    /// <summary>The scheme that it is not in.</summary>
    public ColorScheme Other => Scheme == ColorScheme.Light ? ColorScheme.Dark : ColorScheme.Light;

    /// <summary>Each page in one look, drawn by the run's seed; in each of them in a long run, or where pictures are
    /// wanted.</summary>
    public static IEnumerable<(string Path, Look Look)> Of(IReadOnlyCollection<string> paths)
    {
        if (LongRun.IsOn || ArePicturesWanted)
        {
            return from look in All from path in paths select (path, look);
        }

        var random = new Random(LongRun.Seed);
        return paths.Select((path, at) => (path, All[random.Next(All.Length)]));
    }

    public async Task TakeAsync(IPage page)
    {
        await page.SetViewportSizeAsync(Width, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = Scheme });
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsPhone ? "phone" : "desk")}-{Language}-{Scheme.ToString().ToLowerInvariant()}");
}
