using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>The deployment that an administrator gives Google (google/cloud/gsuiteaddons/v1/gsuiteaddons.proto, google/apps/script/type/script_manifest.proto and those of the hosts beside it).</summary>
internal static class AddonManifest
{
    /// <summary>Where the picture is while <c>Addon:Logo</c> names none.</summary>
    public const string Icon = "/addon/icon.png";

    /// <summary>The picture: the project's own, 128 × 128.</summary>
    public static byte[] IconBytes { get; } = ReadIcon();

    /// <summary>What the add-on asks users for: their address, the headers of the mail that is open, the guests of the event that is open, the title of the file that is open.</summary>
    public static IReadOnlyList<string> Scopes { get; } =
    [
        AddonGate.EmailScope,
        "https://www.googleapis.com/auth/script.locale",
        "https://www.googleapis.com/auth/gmail.addons.execute",
        "https://www.googleapis.com/auth/gmail.addons.current.message.metadata",
        "https://www.googleapis.com/auth/calendar.addons.execute",
        "https://www.googleapis.com/auth/calendar.addons.current.event.read",
        "https://www.googleapis.com/auth/drive.addons.metadata.readonly",
        "https://www.googleapis.com/auth/documents.currentonly",
        "https://www.googleapis.com/auth/spreadsheets.currentonly",
        "https://www.googleapis.com/auth/presentations.currentonly",
        "https://www.googleapis.com/auth/workspace.linkpreview",
    ];

    public static IResult GetAsync(IOptions<AddonOptions> options, IOptions<WebOptions> web, string? url)
    {
        var root = (url ?? (options.Value.Url.Length > 0 ? options.Value.Url : web.Value.Url.ToString())).TrimEnd('/');
        // Google asks over https alone, from outside.
        return !Uri.TryCreate(root, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.PathAndQuery != "/" || uri.IsLoopback || uri.UserInfo.Length > 0
            ? ApiProblem.Invalid("url: must be an https address without a path that Google can reach, like https://phone.example.com; it comes from Addon:Url when it is not given.")
            : Results.Json(Make(uri.GetLeftPart(UriPartial.Authority), options.Value.Logo.Length > 0 ? options.Value.Logo : root + Icon));
    }

    /// <summary>Makes it.</summary>
    /// <param name="root">The address of the edge, without a slash at the end.</param>
    /// <param name="logo">Address of the picture.</param>
    public static JsonObject Make(string root, string logo)
    {
        JsonObject Run(string endpoint) => new() { ["runFunction"] = $"{root}/addon/{endpoint}" };
        JsonObject Editor() => new() { ["homepageTrigger"] = Run("home"), ["linkPreviewTriggers"] = new JsonArray(Link(root)) };
        return new JsonObject
        {
            ["oauthScopes"] = new JsonArray([.. Scopes.Select(static scope => JsonValue.Create(scope))]),
            ["addOns"] = new JsonObject
            {
                ["common"] = new JsonObject
                {
                    ["name"] = "RtcCluster",
                    ["logoUrl"] = logo,
                    ["useLocaleFromApp"] = true,
                    ["homepageTrigger"] = Run("home"),
                    ["openLinkUrlPrefixes"] = new JsonArray($"{root}/"),
                },
                ["gmail"] = new JsonObject { ["contextualTriggers"] = new JsonArray(new JsonObject { ["unconditional"] = new JsonObject(), ["onTriggerFunction"] = $"{root}/addon/mail" }) },
                ["calendar"] = new JsonObject { ["currentEventAccess"] = "READ", ["eventOpenTrigger"] = Run("event") },
                ["drive"] = new JsonObject { ["homepageTrigger"] = Run("home"), ["onItemsSelectedTrigger"] = Run("files") },
                ["docs"] = Editor(),
                ["sheets"] = Editor(),
                ["slides"] = Editor(),
                ["httpOptions"] = new JsonObject { ["authorizationHeader"] = "SYSTEM_ID_TOKEN", ["granularOauthPermissionSupport"] = "OPT_IN" },
            },
        };
    }

    private static byte[] ReadIcon()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Addon/icon.png") ?? throw new InvalidOperationException("The add-on's picture is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static JsonObject Link(string root) => new()
    {
        ["runFunction"] = $"{root}/addon/link",
        ["patterns"] = new JsonArray(new JsonObject { ["hostPattern"] = new Uri(root).Authority, ["pathPrefix"] = "log" }),
        ["labelText"] = "Call",
        ["localizedLabelText"] = new JsonObject { ["es"] = "Llamada" },
    };
}
