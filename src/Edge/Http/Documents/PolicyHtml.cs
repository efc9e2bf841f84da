using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>Writes documents as pages that need no script; pure.</summary>
internal static class PolicyHtml
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>The list of the documents that are in force.</summary>
    /// <param name="versions">They.</param>
    /// <param name="language"><c>es</c> or <c>en</c>.</param>
    /// <param name="company">The company that the address names; null when it names none.</param>
    public static string List(IEnumerable<PolicyVersion> versions, string language, string? company)
    {
        var body = new StringBuilder($"<h1>{Say(language, "Documentos", "Documents")}</h1>\n<ul>\n");
        foreach (var version in versions)
        {
            body.Append(CultureInfo.InvariantCulture, $"<li><a href=\"/policies/{PolicyKinds.NameOf(version.Kind)}{Query(language, company)}\">{Html.Encode(version.Title(language))}</a>, {Modified(version, language)}</li>\n");
        }

        return Page(Say(language, "Documentos", "Documents"), body.Append("</ul>\n").ToString(), "/policies", language, company);
    }

    /// <summary>One version of a document.</summary>
    /// <param name="version">It.</param>
    /// <param name="published">Published versions of the kind, by number.</param>
    /// <param name="inForce">The number of the one that is in force.</param>
    /// <param name="language"><c>es</c> or <c>en</c>.</param>
    /// <param name="company">The company that the address names; null when it names none.</param>
    public static string Document(PolicyVersion version, IEnumerable<PolicyVersion> published, int inForce, string language, string? company)
    {
        var name = PolicyKinds.NameOf(version.Kind);
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"<h1>{Html.Encode(version.Title(language))}</h1>\n<p class=\"soft\">{Modified(version, language)}. {State(version, inForce, language)}</p>\n");
        Text(body, version.Text(language));
        body.Append(CultureInfo.InvariantCulture, $"<footer>\n<p class=\"soft\">{Say(language, "Versión", "Version")} {version.Version}, SHA-256 <code>{version.Hash}</code></p>\n");
        var others = published.Where(other => other.Version != version.Version).Reverse().ToList();
        if (others.Count > 0)
        {
            body.Append(CultureInfo.InvariantCulture, $"<h2>{Say(language, "Otras versiones", "Other versions")}</h2>\n<ul>\n");
            foreach (var other in others)
            {
                body.Append(CultureInfo.InvariantCulture, $"<li><a href=\"/policies/{name}/{other.Version}{Query(language, company)}\">{Say(language, "Versión", "Version")} {other.Version}</a>, {Modified(other, language)}</li>\n");
            }

            body.Append("</ul>\n");
        }

        return Page(version.Title(language), body.Append("</footer>\n").ToString(), $"/policies/{name}/{version.Version}", language, company);
    }

    /// <summary>The language of a page: as the address says, else as the browser wants it; Spanish where it wants neither.</summary>
    public static string Language(string? asked, string accepted) =>
        asked is "es" or "en" ? asked
        : accepted.Split(',').Select(static part => part.Trim()).FirstOrDefault(static part => part.StartsWith("es", StringComparison.OrdinalIgnoreCase) || part.StartsWith("en", StringComparison.OrdinalIgnoreCase)) is { } found
            && found.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "es";

    /// <summary>Writes paragraphs, headings and items; what an administrator wrote stays text.</summary>
    public static void Text(StringBuilder body, string text)
    {
        var paragraph = new List<string>();
        var inList = false;
        foreach (var line in text.Split('\n').Select(static line => line.Trim()).Append(""))
        {
            var isItem = line.StartsWith("- ", StringComparison.Ordinal);
            if ((line.Length == 0 || isItem || line.StartsWith("## ", StringComparison.Ordinal)) && paragraph.Count > 0)
            {
                body.Append("<p>").AppendJoin(' ', paragraph).Append("</p>\n");
                paragraph.Clear();
            }

            if (inList != isItem)
            {
                body.Append(isItem ? "<ul>\n" : "</ul>\n");
                inList = isItem;
            }

            if (isItem)
            {
                body.Append(CultureInfo.InvariantCulture, $"<li>{Html.Encode(line[2..])}</li>\n");
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                body.Append(CultureInfo.InvariantCulture, $"<h2>{Html.Encode(line[3..])}</h2>\n");
            }
            else if (line.Length > 0)
            {
                paragraph.Add(Html.Encode(line));
            }
        }
    }

    private static string Page(string title, string body, string path, string language, string? company)
    {
        var other = language == "es" ? "en" : "es";
        return $"""
            <!DOCTYPE html>
            <html lang="{language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Html.Encode(title)}</title>
            <link rel="icon" href="/icon.svg">
            <link rel="stylesheet" href="/policies/page.css">
            </head>
            <body>
            <nav aria-label="{Say(language, "Documentos", "Documents")}">
            <a href="/policies{Query(language, company)}">{Say(language, "Todos los documentos", "All documents")}</a>
            <a href="/cookies">{Say(language, "Cookies y almacenamiento", "Cookies and storage")}</a>
            <a href="{path}{Query(other, company)}" lang="{other}" hreflang="{other}">{(other == "es" ? "Español" : "English")}</a>
            </nav>
            <main>
            {body}</main>
            </body>
            </html>
            """;
    }

    private static string Modified(PolicyVersion version, string language)
    {
        var day = version.ChangedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{Say(language, "Última modificación", "Last modified")}: <time datetime=\"{day}\">{day}</time>";
    }

    private static string State(PolicyVersion version, int inForce, string language) =>
        version.Version == inForce ? Say(language, "En vigor.", "In force.")
        : version.Version < inForce ? Say(language, "Una versión posterior está en vigor.", "A later version is in force.")
        : Say(language, "En vigor desde", "In force from") + $" {version.EffectiveAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.";

    private static string Query(string language, string? company) => company is { Length: > 0 } ? $"?lang={language}&amp;company={UrlEncoder.Default.Encode(company)}" : $"?lang={language}";

    private static string Say(string language, string es, string en) => language == "es" ? es : en;
}
