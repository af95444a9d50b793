using System.Globalization;

namespace KaPipeline.Simulation;

/// <summary>Text that is the same under every culture.</summary>
internal static class Text
{
    public static string Of(FormattableString text) => FormattableString.Invariant(text);

    public static string Of(decimal number, string format = "0.####") => number.ToString(format, CultureInfo.InvariantCulture);

    public static string Of(DateOnly? date, string format = "yyyy-MM-dd") => date?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
