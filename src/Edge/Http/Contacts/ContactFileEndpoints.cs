using System.Runtime.CompilerServices;
using Microsoft.OpenApi;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Contacts.Files;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>Contacts from and to files.</summary>
internal static class ContactFileEndpoints
{
    private const int ExportPage = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/contacts").WithTags("Contacts");
        contacts.MapGet("/export", Export).WithName("ExportContacts")
            .WithSummary("The contacts of a book as a file: csv (columns of Google Contacts), vCard (3.0) or vCard4.")
            .Produces(200, contentType: "text/csv", additionalContentTypes: "text/vcard");
        contacts.MapPost("/import", ImportAsync).WithName("ImportContacts")
            .WithSummary("Import a file into a book: vCard 3.0 or 4.0, or CSV with the columns of Google Contacts or Outlook, in UTF-8. With dryRun nothing is changed.")
            .WithDescription($"At most {ContactFiles.MaxBytes} bytes and {ContactFiles.MaxEntries} entries. A file of which more than half cannot be read is refused as a whole. "
                + "The answer is a line of JSON for every 200 entries: how far it is, and what became of which line of the file.")
            .Produces<ContactImportProgress>(200, "application/x-ndjson").ProducesProblem(400).ProducesProblem(403).ProducesProblem(413)
            .AddOpenApiOperationTransformer(static (description, _, _) =>
            {
                var file = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
                description.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["text/vcard"] = file, ["text/csv"] = file } };
                return Task.CompletedTask;
            });
    }

    private static ContactExport Export(Caller caller, IContacts store, QueryWord<ContactBook>? book, QueryWord<ContactFileFormat>? format) =>
        new(format?.Value ?? ContactFileFormat.Csv, AllAsync(store, new ContactQuery { TenantId = caller.Tenant.Value, Owners = ContactBooks.Readable(caller, book?.Value ?? ContactBook.Own) }));

    private static async IAsyncEnumerable<Contact> AllAsync(IContacts store, ContactQuery query, [EnumeratorCancellation] CancellationToken ct = default)
    {
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(query, cursor, ExportPage, ct);
            foreach (var contact in page.Items)
            {
                yield return contact;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static async Task<IResult> ImportAsync(
        Caller caller, ContactDesk desk, IContacts store, IContactWriter writer, HttpRequest request, QueryWord<ContactBook>? book, bool? dryRun, CancellationToken ct)
    {
        var (whose, isDry) = (book?.Value ?? ContactBook.Own, dryRun is true);
        if (!ContactBooks.MayWrite(caller, whose))
        {
            return ApiProblem.Forbidden(ContactBooks.Refusal(whose));
        }

        if (await UploadedFile.ReadAsync(request, ContactFiles.MaxBytes, ct) is not { } body)
        {
            return ApiProblem.Make(StatusCodes.Status413PayloadTooLarge, "too-large", $"A file has at most {ContactFiles.MaxBytes} bytes.");
        }

        if (UploadedFile.Text(body) is not { } text)
        {
            return ApiProblem.Invalid("The file is not in UTF-8.");
        }

        var entries = ContactFiles.Read(text, await desk.CountryAsync(caller, ct)).Take(ContactFiles.MaxEntries + 1).ToList();
        if (entries.Count > ContactFiles.MaxEntries)
        {
            return ApiProblem.Make(StatusCodes.Status413PayloadTooLarge, "too-large", $"A file has at most {ContactFiles.MaxEntries} entries.");
        }

        if (entries.Count(static entry => entry.Card is null) * 2 > entries.Count || entries.Count == 0)
        {
            return ApiProblem.Invalid(entries.Find(static entry => entry.Card is null) is { } wrong
                ? $"Most of the file cannot be read. Line {wrong.Line}: {wrong.Problem}"
                : "The file holds no contacts.");
        }

        if (!isDry && await desk.RefuseAsync(caller, whose, "contact.import", "file", $"{entries.Count} entries") is { } refused)
        {
            return refused;
        }

        return new ContactImportRun(new ContactImport(store, writer, caller.Tenant.Value, ContactBooks.Owner(caller, whose), caller.User.Name, isDry), caller, entries);
    }
}
