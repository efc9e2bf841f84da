using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>The documents for everybody: <c>/policies</c>, <c>/policies/{kind}</c> and <c>/policies/{kind}/{version}</c>, without sign-in and without a script.</summary>
internal static class PolicyPages
{
    private static readonly byte[] Style = Read();

    public static void MapPolicyPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/policies/page.css", static () => TypedResults.Bytes(Style, "text/css; charset=utf-8")).ExcludeFromDescription();
        app.MapGet("/policies", ListAsync).ExcludeFromDescription();
        app.MapGet("/policies/{kind}", (HttpContext context, IPolicies policies, PolicyCompany companies, EdgeClock clock, string kind, string? lang, string? company, CancellationToken ct) =>
            ShowAsync(context, policies, companies, clock, kind, null, lang, company, ct)).ExcludeFromDescription();
        app.MapGet("/policies/{kind}/{version:int}", (HttpContext context, IPolicies policies, PolicyCompany companies, EdgeClock clock, string kind, int version, string? lang, string? company, CancellationToken ct) =>
            ShowAsync(context, policies, companies, clock, kind, version, lang, company, ct)).ExcludeFromDescription();
    }

    private static async Task<IResult> ListAsync(HttpContext context, IPolicies policies, PolicyCompany companies, EdgeClock clock, string? lang, string? company, CancellationToken ct)
    {
        var versions = await policies.ListAsync(await companies.FindAsync(context, company, ct), ct: ct);
        return Html(context, PolicyHtml.List(
            PolicyKinds.All.Select(kind => PolicyRules.InForce(versions, kind, clock.Utc) ?? ShippedPolicies.Of(kind)), Language(context, lang), company));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, IPolicies policies, PolicyCompany companies, EdgeClock clock, string kind, int? version, string? lang, string? company, CancellationToken ct)
    {
        if (!PolicyKinds.TryParse(kind, out var which))
        {
            return TypedResults.NotFound();
        }

        var whose = await companies.FindAsync(context, company, ct);
        var inForce = await policies.FindInForceAsync(whose, which, clock.Utc, ct);
        if ((version is null ? inForce : await policies.FindAsync(whose, which, version.Value, ct)) is not { PublishedAt: not null } found)
        {
            return TypedResults.NotFound();
        }

        var published = (await policies.ListAsync(whose, ct: ct)).Where(other => other.Kind == which && other.PublishedAt is not null).Prepend(ShippedPolicies.Of(which));
        return Html(context, PolicyHtml.Document(found, published, inForce.Version, Language(context, lang), company));
    }

    private static string Language(HttpContext context, string? asked) => PolicyHtml.Language(asked, context.Request.Headers.AcceptLanguage.ToString());

    private static ContentHttpResult Html(HttpContext context, string page)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        return TypedResults.Text(page, "text/html; charset=utf-8", Encoding.UTF8);
    }

    private static byte[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Policies/page.css") ?? throw new InvalidOperationException("The pages' style is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
