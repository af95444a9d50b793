using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KaPipeline.Host.Verbs;

/// <summary>What <c>--json</c> prints, the same of every verb: names in snake case, states as words, Chinese as it is
/// (docs/command-line.md).</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Prints one document.</summary>
    public static void Print(object document) => Console.WriteLine(Of(document));

    /// <summary>The document.</summary>
    public static string Of(object document) => JsonSerializer.Serialize(document, Options);
}
