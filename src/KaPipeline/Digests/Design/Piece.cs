using Microsoft.AspNetCore.Components;

namespace KaPipeline.Digests.Design;

/// <summary>Base of the design's components: knows the medium.</summary>
public abstract class Piece : ComponentBase
{
    /// <summary>Where it is shown.</summary>
    [CascadingParameter]
    public Medium Medium { get; set; }

    /// <summary>Class and style attributes for the medium.</summary>
    /// <param name="names">Names from <see cref="Look"/>, separated by spaces.</param>
    protected Dictionary<string, object> Style(string names) => Look.Attributes(Medium, names);
}
