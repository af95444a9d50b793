using System.Text;
using AngleSharp.Html.Parser.Tokens;

namespace KaPipeline.Ingestion.Tables;

/// <summary>What a person sees in a cell of a page: its text, what is in form fields, the chosen option; not what is hidden.</summary>
internal sealed class HtmlCell
{
    private readonly StringBuilder text = new();
    private readonly StringBuilder option = new();
    private string? hiddenBy;
    private int hiddenDepth;
    private bool isInSelect;
    private bool isInOption;
    private bool isOptionChosen;
    private string? firstOption;
    private string? chosenOption;
    private bool isAtOtherChoice;
    private bool? isTicked;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        text.Clear();
        option.Clear();
        hiddenBy = firstOption = chosenOption = null;
        isInSelect = isInOption = isAtOtherChoice = false;
        isTicked = null;
    }

    public void Append(string data)
    {
        if (hiddenBy is not null || isAtOtherChoice)
        {
            return;
        }

        if (text.Length + option.Length + data.Length > ReadingLimits.CellCharacters)
        {
            throw ReadingLimits.Beyond($"单元格超过 {ReadingLimits.CellCharacters} 个字符",
                $"a cell of more than {ReadingLimits.CellCharacters} characters");
        }

        if (!isInSelect)
        {
            text.Append(data);
        }
        else if (isInOption)
        {
            option.Append(data);
        }
    }

    public void Start(HtmlTagToken tag)
    {
        if (hiddenBy is not null)
        {
            hiddenDepth += tag.Name == hiddenBy && !tag.IsSelfClosing ? 1 : 0;
            return;
        }

        switch (tag.Name)
        {
            case "input":
                Field(tag);
                break;
            case "select":
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
                Hide(tag);
                break;
            default:
                Hide(tag);
                break;
        }
    }

    public void End(string name)
    {
        if (hiddenBy is not null)
        {
            if (name == hiddenBy && --hiddenDepth == 0)
            {
                hiddenBy = null;
            }

            return;
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

    /// <summary>The text, with runs of white space as one space, as a browser shows them. A cell that is only a box says 1 or 0.</summary>
    public string Take()
    {
        EndSelect();
        var shown = string.Join(' ', text.ToString().Split([' ', '\t', '\r', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries));
        shown = shown.Length == 0 && isTicked is { } ticked ? (ticked ? "1" : "0") : shown;
        Clear();
        return shown;
    }

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
                // The words behind a button that is not pressed are another choice.
                isAtOtherChoice = !Has(tag, "checked");
                break;
            default:
                text.Append(' ').Append(tag.GetAttribute("value")).Append(' ');
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

    private void Hide(HtmlTagToken tag)
    {
        var isHidden = tag.Name is "script" or "style" or "template" || Has(tag, "hidden")
            || (Has(tag, "style") && tag.GetAttribute("style").Replace(" ", "", StringComparison.Ordinal)
            .Contains("display:none", StringComparison.OrdinalIgnoreCase));
        if (isHidden && !tag.IsSelfClosing && tag.Name is not ("br" or "hr" or "img" or "col" or "meta" or "link" or "wbr"))
        {
            (hiddenBy, hiddenDepth) = (tag.Name, 1);
        }
    }

    private static bool Has(HtmlTagToken tag, string attribute) => tag.Attributes.Exists(one => one.Name == attribute);
}
