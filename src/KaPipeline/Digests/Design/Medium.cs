namespace KaPipeline.Digests.Design;

/// <summary>Where a document is shown; every component asks.</summary>
public enum Medium
{
    /// <summary>A mail: inline styles, bars made of table cells, no SVG, no scripts, nothing remote.</summary>
    Mail,

    /// <summary>A page of the console or a preview: classes of one style sheet, SVG.</summary>
    Page,
}
