using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace RtcCluster.Grains.Google;

/// <summary>The People API (v1), as far as it is used.</summary>
internal sealed class PeopleApi(IOptions<GoogleRules> rules)
{
    /// <summary>Contacts of a page.</summary>
    public const int PageSize = 500;

    private const string Api = "people";

    /// <summary>A page of the user's contacts; with a sync token, of those that have changed since.</summary>
    public Task<JsonObject> ListAsync(GoogleSession session, string pageToken, string syncToken, CancellationToken ct)
    {
        // All parameters but these two must be the same on each page and in each reading.
        var query = $"v1/people/me/connections?personFields={PersonCards.Fields}&pageSize={PageSize}&requestSyncToken=true";
        query += pageToken.Length > 0 ? $"&pageToken={Uri.EscapeDataString(pageToken)}" : "";
        query += syncToken.Length > 0 ? $"&syncToken={Uri.EscapeDataString(syncToken)}" : "";
        return session.AskAsync(Api, HttpMethod.Get, At(query), null, ct);
    }

    /// <summary>A page of the company's directory; with a sync token, of who has changed since.</summary>
    public Task<JsonObject> ListDirectoryAsync(GoogleSession session, string pageToken, string syncToken, CancellationToken ct)
    {
        var query = $"v1/people:listDirectoryPeople?readMask={PersonCards.DirectoryFields}&pageSize={PageSize}&requestSyncToken=true"
            + "&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";
        query += pageToken.Length > 0 ? $"&pageToken={Uri.EscapeDataString(pageToken)}" : "";
        query += syncToken.Length > 0 ? $"&syncToken={Uri.EscapeDataString(syncToken)}" : "";
        return session.AskAsync(Api, HttpMethod.Get, At(query), null, ct);
    }

    /// <summary>A contact as it is now.</summary>
    public Task<JsonObject> GetAsync(GoogleSession session, string name, CancellationToken ct) =>
        PersonAsync(session, HttpMethod.Get, At($"v1/{name}?personFields={PersonCards.Fields}"), null, ct);

    /// <summary>Makes a contact.</summary>
    public Task<JsonObject> CreateAsync(GoogleSession session, JsonObject person, CancellationToken ct) =>
        PersonAsync(session, HttpMethod.Post, At($"v1/people:createContact?personFields={PersonCards.Fields}"), person, ct);

    /// <summary>Changes fields of a contact, which must still be as it was read.</summary>
    public Task<JsonObject> UpdateAsync(GoogleSession session, string name, JsonObject person, IReadOnlyList<string> fields, CancellationToken ct) =>
        PersonAsync(session, HttpMethod.Patch, At($"v1/{name}:updateContact?updatePersonFields={string.Join(',', fields)}&personFields={PersonCards.Fields}"), person, ct);

    /// <summary>Deletes a contact.</summary>
    public Task DeleteAsync(GoogleSession session, string name, CancellationToken ct) => session.AskAsync(Api, HttpMethod.Delete, At($"v1/{name}:deleteContact"), null, ct);

    /// <summary>The user's labels.</summary>
    public async Task<PersonGroups> GroupsAsync(GoogleSession session, CancellationToken ct)
    {
        var groups = new PersonGroups();
        var page = "";
        do
        {
            var answer = await session.AskAsync(Api, HttpMethod.Get, At($"v1/contactGroups?pageSize=1000&groupFields=name,groupType{(page.Length > 0 ? $"&pageToken={Uri.EscapeDataString(page)}" : "")}"), null, ct);
            foreach (var group in answer.List("contactGroups"))
            {
                groups.Add(group);
            }

            page = answer.Text("nextPageToken") ?? "";
        }
        while (page.Length > 0);

        return groups;
    }

    /// <summary>Makes a label.</summary>
    public Task<JsonObject> CreateGroupAsync(GoogleSession session, string name, CancellationToken ct) =>
        session.AskAsync(Api, HttpMethod.Post, At("v1/contactGroups"), new JsonObject { ["contactGroup"] = new JsonObject { ["name"] = name } }, ct);

    // An answer without a name is nobody: as a person who says nothing it would empty the contact here.
    private static async Task<JsonObject> PersonAsync(GoogleSession session, HttpMethod method, Uri address, JsonObject? body, CancellationToken ct)
    {
        var person = await session.AskAsync(Api, method, address, body, ct);
        return person.Text("resourceName") is not null ? person : throw new GoogleException(GoogleFault.Away, "The answer is not a person.");
    }

    private Uri At(string path) => rules.Value.At(rules.Value.PeopleAddress, path);
}
