using System.Text;
using AngleSharp.Html.Parser.Tokens;

namespace KaPipeline.Ingestion.Tables;

/// <summary>What a person sees in a cell of a page: its text, what is in form fields, the chosen option; not what is hidden or struck
/// out.</summary>
/// <param name="styles">What the page shows of its elements.</param>
internal sealed class HtmlCell(PageStyles styles)
{
    private readonly StringBuilder text = new();
    private readonly StringBuilder option = new();
    private readonly StringBuilder pictures = new();
    private Inside hidden;
    private Inside raised;
    private Inside pale;
    private int paleLetters;
    private readonly Stack<(string Name, string Class)> classes = new();
    private string? lastClass;
    private bool isStruck;
    private bool isInSelect;
    private bool isInOption;
    private bool isOptionChosen;
    private string? firstOption;
    private string? chosenOption;
    private bool isAtOtherChoice;
    private bool hasRadio;
    private TextRunRule runs;
    private bool? isTicked;
    private bool isUnclear;
    private string? stored;

    /// <summary>Forgets everything and begins a cell.</summary>
    /// <param name="cell">Its tag.</param>
    /// <param name="isRowStruck">Whether its row is struck out.</param>
    public void Begin(HtmlTagToken? cell = null, bool isRowStruck = false)
    {
        text.Clear();
        option.Clear();
        pictures.Clear();
        hidden = raised = pale = default;
        paleLetters = 0;
        classes.Clear();
        lastClass = null;
        firstOption = chosenOption = null;
        isInSelect = isInOption = isAtOtherChoice = hasRadio = isUnclear = false;
        runs = default;
        isTicked = null;
        isStruck = cell is not null && (isRowStruck || IsStruck(cell));
        hidden = isStruck || (cell is not null && IsHidden(cell) && !LeavesOut(cell)) ? new Inside(cell!.Name) : default;
        stored = cell is null ? null : StoredNumber.Of(cell);
    }

    public void Append(string data)
    {
        if (hidden.IsOpen)
        {
            if (isStruck)
            {
                runs.TakeStruck(data);
            }

            return;
        }

        if (isAtOtherChoice)
        {
            return;
        }

        Bound(data);
        if (!isInSelect)
        {
            TakePiece(data);
            text.Append(data);
            if (raised.IsOpen)
            {
                runs.TakeRaised(data);
            }
        }
        else if (isInOption)
        {
            option.Append(data);
        }
    }

    public void Start(HtmlTagToken tag)
    {
        if (hidden.IsOpen)
        {
            hidden.Start(tag);
            if (isStruck && tag.Name == "input")
            {
                Append(tag.GetAttribute("value"));
            }

            return;
        }

        raised.Start(tag);
        pale.Start(tag);
        switch (tag.Name)
        {
            case "input":
                Field(tag);
                break;
            case "img":
                pictures.Append(' ').Append(IsHidden(tag) ? "" : tag.GetAttribute("alt"));
                break;
            case "select" when !IsHidden(tag):
                isInSelect = true;
                firstOption = chosenOption = null;
                break;
            case "option":
                EndOption();
                isInOption = true;
                isOptionChosen = Has(tag, "selected");
                break;
            case "br" or "hr" or "p" or "div" or "li" or "dd" or "dt":
                text.Append(' ');
                Open(tag);
                break;
            default:
                Open(tag);
                break;
        }
    }

    public void End(string name)
    {
        if (hidden.IsOpen)
        {
            hidden.End(name);
            isStruck &= hidden.IsOpen;
            return;
        }

        pale.End(name);
        if (classes.Count > 0 && classes.Peek().Name == name)
        {
            classes.Pop();
        }

        if (raised.IsOpen)
        {
            raised.End(name);
            text.Append(raised.IsOpen ? "" : " ");
        }

        switch (name)
        {
            case "option":
                EndOption();
                break;
            case "select":
                EndSelect();
                break;
            case "p" or "div" or "li" or "dd" or "dt":
                text.Append(' ');
                break;
            default:
                break;
        }
    }

    /// <summary>The text, with runs of white space as one space, as a browser shows them. A cell that is only a box says 1 or 0, one that
    /// is only pictures what stands for them.</summary>
    /// <param name="kind">An error where the cell may as well say something else: then its text is to be shown and not to be believed. A
    /// number where the page has it in full behind the figure it shows.</param>
    public string Take(out CellKind kind)
    {
        EndSelect();
        var shown = Shown(text);
        if (shown.Length == 0)
        {
            shown = isTicked is { } ticked ? (ticked ? "1" : "0") : Shown(pictures);
        }

        shown = runs.Settle(shown, out var unclear).ToString();
        unclear |= isUnclear || (paleLetters > 0 && Letters(shown) > paleLetters);
        if (isTicked is { } isOn && shown.Length > 0 && !char.IsAsciiDigit(shown[0]) && FlagWords.Has(shown))
        {
            // What is ticked counts, not what stands beside it; a ticked box with a word for no may mean either.
            var isYes = FlagWords.Yes.Contains(shown, StringComparer.OrdinalIgnoreCase);
            unclear |= isOn && !isYes;
            shown = isOn ? shown : "0";
        }

        kind = CellKind.Text;
        if (stored is not null && !unclear)
        {
            shown = StoredNumber.Settle(shown, stored, ref kind);
        }

        kind = unclear ? CellKind.Error : kind;
        Begin();
        return shown;
    }

    // Figures of two kinds without anything between them, such as an old and a new value or yuan and cents, are no one number.
    private void TakePiece(string data)
    {
        if (data.Length == 0)
        {
            return;
        }

        paleLetters += pale.IsOpen ? Letters(data) : 0;
        var kind = classes.Count > 0 ? classes.Peek().Class : null;
        isUnclear |= kind is not null && lastClass is not null && kind != lastClass && text.Length > 0
            && char.IsAsciiDigit(text[^1]) && char.IsAsciiDigit(data[0]);
        lastClass = kind;
    }

    private static int Letters(string text) => text.Count(one => !char.IsWhiteSpace(one));

    private void Bound(string data)
    {
        if (text.Length + option.Length + data.Length > ReadingLimits.CellCharacters)
        {
            throw ReadingLimits.Beyond($"单元格超过 {ReadingLimits.CellCharacters} 个字符",
                $"a cell of more than {ReadingLimits.CellCharacters} characters");
        }
    }

    private static string Shown(StringBuilder written) =>
        string.Join(' ', written.ToString().Split([' ', '\t', '\r', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries));

    private void Field(HtmlTagToken tag)
    {
        switch (tag.GetAttribute("type")?.ToLowerInvariant())
        {
            case "hidden" or "button" or "submit" or "reset" or "image" or "file" or "password":
                break;
            case "checkbox":
                isTicked = Has(tag, "checked");
                break;
            case "radio":
                // The words behind a button that is not pressed are another choice. Where words stand in front of the first button, each
                // button may belong to those before it.
                isUnclear |= !hasRadio && Shown(text).Length > 0;
                hasRadio = true;
                isAtOtherChoice = !Has(tag, "checked");
                break;
            default:
                text.Append(' ').Append(IsHidden(tag) ? "" : tag.GetAttribute("value")).Append(' ');
                break;
        }
    }

    private void EndOption()
    {
        if (isInOption)
        {
            var shown = option.ToString();
            firstOption ??= shown;
            chosenOption = isOptionChosen ? $"{chosenOption} {shown}" : chosenOption;
            option.Clear();
            isInOption = false;
        }
    }

    // A browser shows the first option where none is chosen.
    private void EndSelect()
    {
        EndOption();
        if (isInSelect)
        {
            isInSelect = false;
            text.Append(' ').Append(chosenOption ?? firstOption).Append(' ');
        }
    }

    private void Open(HtmlTagToken tag)
    {
        if (tag.IsSelfClosing || tag.Name is "br" or "hr" or "col" or "meta" or "link" or "wbr")
        {
            return;
        }

        if (tag.GetAttribute("class") is { Length: > 0 } named)
        {
            classes.Push((tag.Name, named));
        }

        if (!pale.IsOpen && (Has(tag, "style") || tag.Name == "font") && IsPale($"color:{tag.GetAttribute("color")};{tag.GetAttribute("style")}"))
        {
            pale = new Inside(tag.Name);
        }

        isStruck = IsStruck(tag);
        if (isStruck || IsHidden(tag))
        {
            hidden = new Inside(tag.Name);
        }
        else if (!raised.IsOpen && (tag.Name is "sup" or "sub" || Styles(tag, "vertical-align:su")))
        {
            text.Append(' ');
            raised = new Inside(tag.Name);
        }
    }

    /// <summary>Whether a browser leaves the element out, and no place for it. A style of its own counts more than the word
    /// <c>hidden</c>.</summary>
    public static bool IsLeftOut(HtmlTagToken tag) => Styles(tag, "display:none") || (Has(tag, "hidden") && !Styles(tag, "display:"));

    /// <summary>Whether what is in the element is struck out.</summary>
    public static bool IsStruck(HtmlTagToken tag) => tag.Name is "del" or "s" or "strike"
        || (Styles(tag, "line-through") && Styles(tag, "text-decoration"));

    /// <summary>Whether a cell is left out, also by its class.</summary>
    public bool LeavesOut(HtmlTagToken tag) => IsLeftOut(tag) || styles.Of(tag) == Visibility.LeftOut;

    // White letters are read on a coloured cell and not on a white one: beside others they may be meant or not.
    private static bool IsPale(string style) => $";{style.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()};" is var plain
        && !plain.Contains("background", StringComparison.Ordinal)
        && (plain.Contains(";color:white;", StringComparison.Ordinal) || plain.Contains(";color:#fff;", StringComparison.Ordinal)
            || plain.Contains(";color:#ffffff;", StringComparison.Ordinal));

    // Readings above characters, lists of what may be typed and the anchors of notes are not part of what a cell says.
    private bool IsHidden(HtmlTagToken tag) =>
        tag.Name is "script" or "style" or "template" or "noscript" or "datalist" or "rt" or "rp"
        || IsLeftOut(tag) || styles.Of(tag) > Visibility.Shown
        || tag.GetAttribute("class")?.StartsWith("msocom", StringComparison.OrdinalIgnoreCase) == true;

    private static bool Styles(HtmlTagToken tag, string rule) => Has(tag, "style")
        && tag.GetAttribute("style").Replace(" ", "", StringComparison.Ordinal).Contains(rule, StringComparison.OrdinalIgnoreCase);

    private static bool Has(HtmlTagToken tag, string attribute) => tag.Attributes.Exists(one => one.Name == attribute);

    /// <summary>The inside of an element, with those of the same name in it.</summary>
    public struct Inside(string name)
    {
        private int depth = 1;

        public readonly bool IsOpen => depth > 0;

        public readonly string? Name => name;

        public void Start(HtmlTagToken tag) => depth += IsOpen && tag.Name == name && !tag.IsSelfClosing ? 1 : 0;

        public void End(string ended) => depth -= IsOpen && ended == name ? 1 : 0;
    }
}
