using System.Text.Json.Nodes;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Edge.Http.Authentication;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>
/// What Google asks for the add-on in Gmail, Calendar, Drive, Docs, Sheets, Slides and Chat. Each request proves itself by Google's tokens (<see cref="AddonGate"/>), not by a session of ours; none of it is part of the API.
/// </summary>
internal static class AddonEndpoints
{
    /// <summary>Their names, each below <c>/addon/</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["home", "mail", "event", "files", "link", "search", "call", "act", "chat"];

    private static readonly string[] LinkHosts = ["docs", "sheets", "slides", "chat"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var addon = app.MapGroup("/addon").AllowAnonymous().ExcludeFromDescription();
        Post(addon, "home", static async (visit, pages, _, ct) => AddonReply.Card(visit.Event, await pages.HomeAsync(visit, ct, await FileAsync(visit, pages, ct))));
        Post(addon, "mail", MailAsync);
        Post(addon, "event", static async (visit, pages, _, ct) => AddonReply.Card(visit.Event, await pages.HomeAsync(visit, ct, await EventAsync(visit, pages, ct))));
        Post(addon, "files", static async (visit, pages, _, ct) => AddonReply.Card(visit.Event, await pages.HomeAsync(visit, ct, await FileAsync(visit, pages, ct))));
        Post(addon, "link", LinkAsync);
        Post(addon, "search", static async (visit, pages, _, ct) => AddonReply.Pressed(visit.Event, null, await pages.HomeAsync(visit, ct, await pages.SearchAsync(visit, visit.Event.Input("number") ?? "", ct))));
        Post(addon, "call", CallAsync);
        Post(addon, "act", ActAsync);
        Post(addon, "chat", ChatAsync);

        app.MapGet(AddonManifest.Icon, static () => TypedResults.Bytes(AddonManifest.IconBytes, "image/png")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/api/v1/addon/manifest", AddonManifest.GetAsync).RequireAuthorization(Policies.Administer).WithTags("Google").WithName("GetAddonManifest")
            .WithSummary("The deployment of the add-on for Google Workspace, as Google's console takes it.").Produces<object>().ProducesProblem(400).ProducesProblem(404);
    }

    private static void Post(RouteGroupBuilder addon, string endpoint, Func<AddonVisit, AddonPages, IServiceProvider, CancellationToken, Task<JsonObject>> answer) =>
        addon.MapPost(endpoint, async (HttpContext context, AddonGate gate, AddonPages pages) =>
        {
            var (visit, refusal) = await gate.AdmitAsync(context, endpoint);
            if (visit is null)
            {
                return refusal!;
            }

            using (TenantScope.Enter(visit.Caller.Tenant.Value))
            {
                return Results.Json(await answer(visit, pages, context.RequestServices, context.RequestAborted));
            }
        });

    private static async Task<JsonObject> MailAsync(AddonVisit visit, AddonPages pages, IServiceProvider services, CancellationToken ct)
    {
        var sender = await services.GetRequiredService<OpenMail>().SenderAsync(visit.Event, ct);
        return AddonReply.Card(visit.Event, await pages.HomeAsync(visit, ct, sender is { } from
            ? await pages.WhoAsync(visit, [from], AddonNumbers.Find(from.Name, visit.Country), visit.Texts.InThisMail, ct)
            : [AddonCard.Section(visit.Texts.InThisMail, AddonCard.Text(visit.Texts.MailUnread))]));
    }

    private static Task<JsonObject?[]> EventAsync(AddonVisit visit, AddonPages pages, CancellationToken ct) => pages.WhoAsync(
        visit,
        [
            .. visit.Event.ListAt("calendar", "attendees").Select(static guest => (guest.At("displayName") ?? "", guest.At("email") ?? ""))
                .Append((visit.Event.At("calendar", "organizer", "displayName") ?? "", visit.Event.At("calendar", "organizer", "email") ?? "")).Where(static guest => guest.Item2.Contains('@', StringComparison.Ordinal)),
        ],
        [],
        visit.Texts.InThisEvent,
        ct);

    // Of documents the host tells the title, of Drive those of the chosen files.
    private static Task<JsonObject?[]> FileAsync(AddonVisit visit, AddonPages pages, CancellationToken ct)
    {
        var titles = visit.Event.ListAt("drive", "selectedItems").Select(static item => item.At("title"))
            .Concat([visit.Event.At("drive", "activeCursorItem", "title"), visit.Event.At("docs", "title"), visit.Event.At("sheets", "title"), visit.Event.At("slides", "title")]).OfType<string>();
        return pages.WhoAsync(visit, [], titles.SelectMany(title => AddonNumbers.Find(title, visit.Country)).Distinct(StringComparer.Ordinal), visit.Texts.InThisFile, ct);
    }

    private static async Task<JsonObject> LinkAsync(AddonVisit visit, AddonPages pages, IServiceProvider services, CancellationToken ct)
    {
        var link = LinkHosts.Select(host => visit.Event.At(host, "matchedUrl", "url") ?? visit.Event.At(host, "messagePayload", "message", "matchedUrl", "url")).OfType<string>().FirstOrDefault() ?? "";
        var call = services.GetRequiredService<AddonAddress>().CallOf(link);
        if (visit.Event.IsChat)
        {
            return call is null ? [] : AddonReply.ChatPreview(pages.Chip(visit, call));
        }

        var (title, card) = await pages.CallAsync(visit, call, ct);
        return AddonReply.Preview(link, title, card);
    }

    private static async Task<JsonObject> CallAsync(AddonVisit visit, AddonPages pages, IServiceProvider services, CancellationToken ct)
    {
        var number = visit.Event.Parameter("number") ?? visit.Event.Input("number") ?? "";
        var said = await services.GetRequiredService<AddonCalls>().DialAsync(visit, number, visit.Event.Input("with"), ct);
        return AddonReply.Pressed(visit.Event, said, await pages.HomeAsync(visit, ct));
    }

    private static async Task<JsonObject> ActAsync(AddonVisit visit, AddonPages pages, IServiceProvider services, CancellationToken ct)
    {
        var said = await services.GetRequiredService<AddonCalls>().ActAsync(visit, visit.Event.Parameter("call"), visit.Event.Parameter("act"), visit.Event.Input("to"));
        return AddonReply.Pressed(visit.Event, said, await pages.HomeAsync(visit, ct));
    }

    private static async Task<JsonObject> ChatAsync(AddonVisit visit, AddonPages pages, IServiceProvider services, CancellationToken ct)
    {
        if (visit.Event.At("chat", "removedFromSpacePayload", "space", "name") is not null)
        {
            return [];
        }

        if (visit.Event.At("chat", "messagePayload", "message", "matchedUrl", "url") is not null)
        {
            return await LinkAsync(visit, pages, services, ct);
        }

        var payload = visit.Event.At("chat", "appCommandPayload", "message", "name") is null ? "messagePayload" : "appCommandPayload";
        var text = (visit.Event.At("chat", payload, "message", "argumentText") ?? visit.Event.At("chat", payload, "message", "text") ?? "").Trim();
        var numbers = AddonNumbers.Find(text, visit.Country);
        return text.Length == 0 ? AddonReply.Message(visit.Event, visit.Texts.Help, await pages.HomeAsync(visit, ct))
            : AddonReply.Card(visit.Event, AddonCard.Card(visit.Texts.Title, null, numbers.Count > 0 ? await pages.WhoAsync(visit, [], numbers, visit.Texts.Who, ct) : await pages.SearchAsync(visit, text, ct)));
    }
}
