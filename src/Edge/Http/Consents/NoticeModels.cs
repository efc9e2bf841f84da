using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace RtcCluster.Edge.Http.Consents;

/// <summary>What a company tells its users once, in both languages: a new version of the software, an interruption.</summary>
/// <param name="TitleEs">The title in Spanish, 1 to 200 characters.</param>
/// <param name="TitleEn">The title in English.</param>
/// <param name="TextEs">The text in Spanish, 1 to 2,000 characters.</param>
/// <param name="TextEn">The text in English.</param>
/// <param name="Until">Until when it is shown; null: without end.</param>
internal sealed record NoticeRequest(
    [property: Required, StringLength(200, MinimumLength = 1)] string TitleEs,
    [property: Required, StringLength(200, MinimumLength = 1)] string TitleEn,
    [property: Required, StringLength(2_000, MinimumLength = 1)] string TextEs,
    [property: Required, StringLength(2_000, MinimumLength = 1)] string TextEn,
    DateTimeOffset? Until = null)
{
    public const string Kind = "notice";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static NoticeRequest? Read(string json) => JsonSerializer.Deserialize<NoticeRequest>(json, Json);

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>A notice.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version: who has seen one before sees this one too.</param>
/// <param name="TitleEs">The title in Spanish.</param>
/// <param name="TitleEn">The title in English.</param>
/// <param name="TextEs">The text in Spanish.</param>
/// <param name="TextEn">The text in English.</param>
/// <param name="Until">Until when it is shown; null: without end.</param>
internal sealed record NoticeModel(string Name, int Version, string TitleEs, string TitleEn, string TextEs, string TextEn, DateTimeOffset? Until);

/// <summary>A notice that the signed-in user has not seen.</summary>
/// <param name="Id">What is said to have been seen.</param>
/// <param name="TitleEs">The title in Spanish.</param>
/// <param name="TitleEn">The title in English.</param>
/// <param name="TextEs">The text in Spanish; empty for a document that was published, whose title says it.</param>
/// <param name="TextEn">The text in English.</param>
/// <param name="Page">The page of the document that was published; null for other notices.</param>
internal sealed record OwnNoticeModel(string Id, string TitleEs, string TitleEn, string TextEs, string TextEn, string? Page);
