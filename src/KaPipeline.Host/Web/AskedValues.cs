using System.Globalization;
using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Host.Web;

/// <summary>What a query or a form asks for, read in one way everywhere: what is no date or no number is said, never taken for none, which
/// would widen a filter, and never for today.</summary>
internal static class AskedValues
{
    private static readonly DateOnly First = new(2000, 1, 1);
    private static readonly DateOnly Last = new(2099, 12, 31);

    /// <summary>A business date; null where none was given.</summary>
    /// <exception cref="OddRequestException">It is no date, or one that no figure can be of.</exception>
    public static DateOnly? Date(string name, string? text) => string.IsNullOrWhiteSpace(text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date >= First
        && date <= Last ? date
        : throw new OddRequestException(
        Bilingual.Of(
            $"{name} \"{Cut(text)}\" 不是日期。", $"{name}: found \"{Cut(text)}\", expected a date {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}."));

    /// <summary>A whole number from 0; null where none was given.</summary>
    /// <exception cref="OddRequestException">It is none, or greater than the greatest.</exception>
    public static long? Number(string name, string? text, long most = long.MaxValue) => string.IsNullOrWhiteSpace(text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw new OddRequestException(Bilingual.Of(
            $"{name} \"{Cut(text)}\" 不是 0 至 {most} 的整数。",
            $"{name}: found \"{Cut(text)}\", expected a whole number from 0 to {most}."));

    /// <summary>A whole number that must be given.</summary>
    /// <exception cref="OddRequestException">It is missing, none, or greater than the greatest.</exception>
    public static long Needed(string name, string? text, long most = long.MaxValue) =>
        Number(name, text, most) ?? throw new OddRequestException(Bilingual.Of($"缺 {name}。", $"{name} is missing."));

    /// <summary>Refuses, before anything reads them, characters that no text of the warehouse can hold.</summary>
    public static async Task CheckCharactersAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        Check(request.Query.SelectMany(pair => pair.Value.Prepend(pair.Key)).Append(request.Path.Value));
        if (request.HasFormContentType)
        {
            try
            {
                var form = await request.ReadFormAsync(context.RequestAborted);
                Check(form.SelectMany(pair => pair.Value.Prepend(pair.Key)).Concat(form.Files.Select(file => file.FileName)));
            }
            catch (InvalidDataException e)
            {
                throw new OddRequestException(Bilingual.Of("表单无法读取。", $"The form cannot be read: {e.Message}."));
            }
        }

        await next(context);

        static void Check(IEnumerable<string?> texts)
        {
            if (texts.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
            {
                throw new OddRequestException(Bilingual.Of("请求含有字符 NUL。", "Found the character NUL, expected text."));
            }
        }
    }

    /// <summary>Whether the database refused a value as one that it cannot hold: too large, too long, no text.</summary>
    public static bool IsOddValue(Exception? e) => e is PostgresException
    {
        SqlState: PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DatetimeFieldOverflow
            or PostgresErrorCodes.CharacterNotInRepertoire
            or PostgresErrorCodes.InvalidTextRepresentation or PostgresErrorCodes.UntranslatableCharacter
                or PostgresErrorCodes.StringDataRightTruncation
            or PostgresErrorCodes.ProgramLimitExceeded or PostgresErrorCodes.CheckViolation or PostgresErrorCodes.ForeignKeyViolation,
    };

    private static string Cut(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
