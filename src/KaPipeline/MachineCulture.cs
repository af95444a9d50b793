using System.Globalization;

namespace KaPipeline;

/// <summary>What the machine's language would change: years counted from Buddha or by the moon, decimals with a comma, an I that lowers to
/// ı; and workbooks, since EPPlus compares and formats by it.</summary>
public static class MachineCulture
{
    /// <summary>Leaves the machine's culture at the door, for this thread and all that come. What readers see is formatted by their
    /// language (<see cref="Labels.Language"/>), never by the machine's.</summary>
    public static void Leave()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
    }
}
