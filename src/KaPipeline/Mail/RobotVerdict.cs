using System.Net;
using System.Text.Json;

namespace KaPipeline.Mail;

/// <summary>What the answer of a robot or webhook, or its silence, means for one card (docs/robots.md). 200 alone does not mean accepted: a
/// robot says so in the body.</summary>
internal static class RobotVerdict
{
    // Codes for "too often", by kind; DingTalk takes nothing for ten minutes then.
    private static readonly Dictionary<string, (string CodeName, string WordsName, int[] TooOften, TimeSpan Pause)> Kinds =
        new(StringComparer.Ordinal)
        {
            [Robot.WeCom] = ("errcode", "errmsg", [45009], TimeSpan.FromMinutes(1)),
            [Robot.DingTalk] = ("errcode", "errmsg", [130101, 410100], TimeSpan.FromMinutes(10)),
            [Robot.Feishu] = ("code", "msg", [11232], TimeSpan.FromMinutes(1)),
        };

    private const int Busy = -1;

    /// <summary>The answer of a status that needs no body, or whose body says nothing more.</summary>
    /// <returns>Null: the body decides.</returns>
    public static SendOutcome? OfStatus(string kind, HttpStatusCode status, string words, TimeSpan? retryAfter) => (int)status switch
    {
        200 when Kinds.ContainsKey(kind) => null,
        >= 200 and < 300 when kind == Robot.Webhook => new(SendVerdict.Accepted, words),
        408 => new(SendVerdict.NotNow, words),
        429 => new(SendVerdict.NotNow, words, retryAfter ?? Kinds.GetValueOrDefault(kind).Pause),

        // A server on the way had handed it on, and heard no answer.
        504 => new(SendVerdict.InDoubt, words),
        >= 500 => new(SendVerdict.ServerTrouble, words),
        _ => new(SendVerdict.Refused, words),
    };

    /// <summary>The answer that stands in a body.</summary>
    public static SendOutcome OfBody(string kind, string body)
    {
        var (codeName, wordsName, tooOften, pause) = Kinds[kind];
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(codeName, out var code)
                && code.TryGetInt32(out var number))
            {
                var said = $"200 {codeName} {number} {(json.RootElement.TryGetProperty(wordsName, out var text) ? text.ToString() : "")}".Trim();
                return number == 0 ? new(SendVerdict.Accepted, said)
                    : tooOften.Contains(number) ? new(SendVerdict.NotNow, said, pause)
                    : number == Busy ? new(SendVerdict.NotNow, said) : new(SendVerdict.Refused, said);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not what a robot answers: said below.
        }

        return new(SendVerdict.InDoubt, $"200 without \"{codeName}\": {body}");
    }

    /// <summary>No answer came.</summary>
    /// <param name="isWhole">Whether the card was handed over whole: then it may have been taken.</param>
    public static SendOutcome OfSilence(bool isWhole, string words) => isWhole
        ? new(SendVerdict.InDoubt, $"{words}; the card was handed over whole") : new(SendVerdict.ServerTrouble, words);
}
