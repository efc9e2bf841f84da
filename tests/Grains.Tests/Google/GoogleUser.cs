using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Google;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.TestKit.Google;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>A user of the house with an account of Google of the same name.</summary>
internal sealed class GoogleUser
{
    private const string Redirect = "http://127.0.0.1/signed-in";
    private const string Verifier = "verifier-verifier-verifier-verifier-verifier";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);
    private readonly GrainHouse _house;

    public GoogleUser(GrainHouse house, string name)
    {
        (_house, Name) = (house, name);
        Account = house.Google.Add($"sub-{name}", $"{name}@example.com");
        Grain = house.Grains.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(new UserId(new TenantId("demo"), name)));
    }

    public string Name { get; }

    public FakeGoogleAccount Account { get; set; }

    public FakePeople People => Account.People;

    public IGoogleGrain Grain { get; }

    public IContacts Contacts => _house.Services.GetRequiredService<IContacts>();

    public IContactWriter Writer => _house.Services.GetRequiredService<IContactWriter>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Connects the account.</summary>
    public async Task<GoogleConnected> Connect()
    {
        await Allow(true);
        return await Bring();
    }

    /// <summary>Gives or withdraws the consent without which nothing is saved.</summary>
    public Task Allow(bool given) => _house.Services.GetRequiredService<IConsents>().ChangeAsync(
        new ConsentChange { TenantId = "demo", UserName = Name, Purpose = ConsentPurpose.ThirdParties, Given = given, At = _house.Time.GetUtcNow(), PolicyVersion = 1, PolicyHash = "" }, Ct);

    /// <summary>Brings a code, whatever the user allows.</summary>
    public async Task<GoogleConnected> Bring()
    {
        var way = await Grain.Way(new GoogleWay(Redirect, "state", "nonce", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))));
        return await Grain.Connect(new GoogleCode(_house.Google.Allow(Account, new Uri(way!)), Redirect, Verifier, "nonce"));
    }

    /// <summary>Connects the account and waits until contacts are the same.</summary>
    public async Task Connected()
    {
        Assert.Equal(GoogleConnected.Done, await Connect());
        await Idle();
    }

    /// <summary>Compares a minute later.</summary>
    public async Task<GoogleCard> Synced(TimeSpan? later = null)
    {
        _house.Time.Advance(later ?? TimeSpan.FromMinutes(1));
        await Grain.Sync();
        return await Idle();
    }

    /// <summary>How a part is.</summary>
    public async Task<GooglePart> Part(string name = "contacts") => Assert.Single((await Grain.State()).Parts, part => part.Name == name);

    /// <summary>Waits until nothing is under way.</summary>
    public Task<GoogleCard> Idle() => Eventually.GetAsync($"contacts of {Name} to be compared", Soon, Grain.State, static card => !card.IsReading);

    public async Task<IReadOnlyList<Contact>> All()
    {
        var (found, cursor) = (new List<Contact>(), (string?)null);
        do
        {
            var page = await Contacts.ListAsync(new ContactQuery { TenantId = "demo", Owners = [Name] }, cursor, 500, Ct);
            found.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return found;
    }

    public async Task<Contact> One() => Assert.Single(await All());

    public async Task<Contact> Add(ContactCard card)
    {
        var contact = new Contact { Id = Guid.CreateVersion7().ToString("n"), TenantId = "demo", Owner = Name, Card = card, ChangedBy = Name };
        await Save(contact);
        return contact with { Version = 1 };
    }

    public Task<Contact> Add(string given, string family, string number) => Add(new ContactCard { GivenName = given, FamilyName = family, Numbers = [new ContactNumber(number, number, "mobile")] });

    public async Task Save(Contact contact) => Assert.Equal(SaveStatus.Saved, (await Writer.SaveAsync(contact, "user", Ct)).Status);

    public Task<bool> Delete(Contact contact) => Writer.DeleteAsync("demo", Name, contact.Id, Name, Ct);

    /// <summary>The numbers that Google has of the only contact.</summary>
    public IReadOnlyList<string> NumbersThere(string name) => [.. People[name]!["phoneNumbers"]!.AsArray().Select(static number => number!["value"]!.ToString())];
}
