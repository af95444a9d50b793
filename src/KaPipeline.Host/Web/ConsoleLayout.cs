using Microsoft.AspNetCore.Components;

namespace KaPipeline.Host.Web;

/// <summary>A page that others stand in.</summary>
public abstract class ConsoleLayout : ConsolePage
{
    /// <summary>The page inside.</summary>
    [Parameter]
    public RenderFragment? Body { get; set; }
}
