using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KaPipeline.Digests.Design;

/// <summary>Renders documents as HTML. Characters of every script are as they are: encoded as entities each Chinese character
/// would take six bytes, and Gmail cuts a mail at 102 KB.</summary>
public sealed class DocumentHtml : IAsyncDisposable
{
    /// <summary>Bytes of HTML above which Gmail hides the rest of a mail behind a link.</summary>
    public const int GmailLimit = 102 * 1024;

    private readonly ServiceProvider services = new ServiceCollection().AddSingleton(VisibleHtml.Encoder).BuildServiceProvider();

    private readonly HtmlRenderer renderer;

    /// <summary>A renderer; it may be used for any number of documents, one at a time.</summary>
    public DocumentHtml() => renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);

    /// <summary>A whole HTML document for the medium.</summary>
    public Task<string> RenderAsync(Document document, Medium medium) => renderer.Dispatcher.InvokeAsync(async () =>
    {
        RenderFragment frame = builder =>
        {
            builder.OpenComponent<MailFrame>(0);
            builder.AddComponentParameter(1, nameof(MailFrame.Document), document);
            builder.CloseComponent();
        };
        var output = await renderer.RenderComponentAsync<CascadingValue<Medium>>(
            ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(CascadingValue<>.Value)] = medium,
                [nameof(CascadingValue<>.IsFixed)] = true,
                [nameof(CascadingValue<>.ChildContent)] = frame,
            }));
        return output.ToHtmlString();
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await renderer.DisposeAsync();
        await services.DisposeAsync();
    }
}
