using Microsoft.AspNetCore.Components;

namespace KaPipeline.Host.Web;

/// <summary>A page that encloses others.</summary>
public abstract class ConsoleLayout : ConsolePage
{
    /// <summary>The page inside.</summary>
    [Parameter]
    public RenderFragment? Body { get; set; }
}
