using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Where the add-on is, as Google knows it. Tokens are made for these addresses, to the letter.</summary>
internal sealed class AddonAddress(IOptions<AddonOptions> options, IOptions<WebOptions> web)
{
    /// <summary>The edge's, without a slash at the end.</summary>
    public string Root { get; } = (options.Value.Url.Length > 0 ? options.Value.Url : web.Value.Url.ToString()).TrimEnd('/');

    /// <summary>That of one of the add-on's endpoints.</summary>
    public string Of(string endpoint) => $"{Root}/addon/{endpoint}";

    /// <summary>The page of a call that is over.</summary>
    public string CallPage(string call) => $"{Root}/log/{Uri.EscapeDataString(call)}";

    /// <summary>The call that a link leads to; null when it is none of ours.</summary>
    public string? CallOf(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == Root && uri.Segments is ["/", "log/", var call] && call.Length > 0
            ? Uri.UnescapeDataString(call)
            : null;
}
