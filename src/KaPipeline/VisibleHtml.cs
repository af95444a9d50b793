using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace KaPipeline;

/// <summary>Encodes text for HTML as <see cref="VisibleText"/> shows it: an entity would bring the character itself back.
/// Characters of every script are as they are: else each Chinese character becomes six bytes.</summary>
public sealed unsafe class VisibleHtml : HtmlEncoder
{
    private static readonly HtmlEncoder All = Create(UnicodeRanges.All);

    /// <summary>The encoder of all pages and mails.</summary>
    public static HtmlEncoder Encoder { get; } = new VisibleHtml();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => All.MaxOutputCharactersPerInputCharacter;

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var first = All.FindFirstCharacterToEncode(text, textLength);
        var end = first < 0 ? textLength : first;
        for (var at = 0; at < end; at++)
        {
            if (IsShown(text[at]))
            {
                return at;
            }
        }

        return first;
    }

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!IsShown(unicodeScalar))
        {
            return All.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        }

        var isWritten = VisibleText.Of(unicodeScalar).TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = isWritten ? 6 : 0;
        return isWritten;
    }

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => IsShown(unicodeScalar) || All.WillEncode(unicodeScalar);

    // What ends a line in HTML is white space.
    private static bool IsShown(int character) => VisibleText.IsUnseen(character) && character is not ('\t' or '\n' or '\r');
}
