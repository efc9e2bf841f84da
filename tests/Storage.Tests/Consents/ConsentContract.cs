using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Consents;

public abstract class ConsentContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    private IConsents Store => Engine.Get<IConsents>();

    [Theory]
    [InlineData(ConsentPurpose.Diagnostics)]
    [InlineData(ConsentPurpose.Personalisation)]
    [InlineData(ConsentPurpose.Location)]
    [InlineData(ConsentPurpose.ThirdParties)]
    public async Task NothingIsAllowed_UntilItIsGiven_AndOneIsNotTheOther(ConsentPurpose given)
    {
        var tenant = await Engine.NewTenantAsync();
        Assert.Empty(await AllowedAsync(tenant));

        Assert.True(await Store.ChangeAsync(Change(tenant, given, true), Ct));
        Assert.Equal([given], await AllowedAsync(tenant));
        Assert.False(await Store.ChangeAsync(Change(tenant, given, true), Ct));

        Assert.True(await Store.ChangeAsync(Change(tenant, given, false), Ct));
        Assert.Empty(await AllowedAsync(tenant));
        Assert.Equal([(2, false), (1, true)], (await Store.ListAsync(tenant, "ana", Ct)).Select(change => (change.Number, change.Given)));
    }

    [Fact]
    public async Task EachTableSaysWhatItIsKeptFor()
    {
        await using var db = Engine.OpenContext();

        Assert.DoesNotContain(db.Model.GetEntityTypes().Select(static entity => entity.GetTableName()), static table => DataPurposes.Of(table) is null);
    }

    [Fact]
    public async Task DataOfDifferentPurposes_AreNotPutTogether_UnlessTheQueryNamesTheConsent()
    {
        await using var db = Engine.OpenContext();
        var joined = from report in db.DiagnosticReports join user in db.Users on report.UserName equals user.Name select new { report.Text, user.Email };
        var places = db.DeviceLocations.Where(place => db.CallLog.Any(call => call.TenantId == place.TenantId));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => joined.ToListAsync(Ct));
        Assert.Contains("joins diagnostic_reports, kept for Diagnostics, with users", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => places.CountAsync(Ct));
        await Assert.ThrowsAsync<InvalidOperationException>(() => places.ExecuteDeleteAsync(Ct));
        // Another consent is not this one.
        await Assert.ThrowsAsync<InvalidOperationException>(() => joined.AcrossPurposes(ConsentPurpose.Location).ToListAsync(Ct));

        Assert.Empty(await joined.Where(static each => each.Email == "").AcrossPurposes(ConsentPurpose.Diagnostics).ToListAsync(Ct));
        Assert.Empty(await db.DiagnosticReports.Where(static report => report.UserName == "nobody").ToListAsync(Ct));
        // What rests on the contract or the law needs none.
        Assert.Empty(await db.Incidents.Where(incident => db.Users.Any(user => user.Id == incident.UserId && user.Id == "nobody")).ToListAsync(Ct));
    }

    [Fact]
    public async Task AWithdrawal_HoldsOnEveryNode_AtOnce_AndTakesAlongWhatWasKept_AndNothingElse()
    {
        var tenant = await Engine.NewTenantAsync();
        using var other = Engine.NewHost();
        var elsewhere = other.Services.GetRequiredService<IConsents>();
        await Store.ChangeAsync(Change(tenant, ConsentPurpose.Diagnostics, true), Ct);
        await Store.ChangeAsync(Change(tenant, ConsentPurpose.Location, true), Ct);
        Assert.True(await elsewhere.AddReportAsync(Report(tenant, 1), Ct));
        Assert.True(await elsewhere.SaveLocationAsync(Place(tenant), Ct));

        await Store.ChangeAsync(Change(tenant, ConsentPurpose.Diagnostics, false), Ct);
        Assert.Empty(await elsewhere.ListReportsAsync(tenant, "ana", Ct));
        Assert.False(await elsewhere.AddReportAsync(Report(tenant, 2), Ct));
        Assert.Empty(await elsewhere.ListReportsAsync(tenant, "ana", Ct));
        Assert.Equal(Place(tenant), await elsewhere.FindLocationAsync(tenant, "ana", Ct));
        Assert.True(await elsewhere.SaveLocationAsync(Place(tenant), Ct));

        await Store.ChangeAsync(Change(tenant, ConsentPurpose.Location, false), Ct);
        Assert.Null(await elsewhere.FindLocationAsync(tenant, "ana", Ct));
        Assert.False(await elsewhere.SaveLocationAsync(Place(tenant), Ct));
        Assert.Null(await elsewhere.FindLocationAsync(tenant, "ana", Ct));
    }

    [Fact]
    public async Task ReportsThatComeWhileItIsWithdrawn_AreNotKept()
    {
        var tenant = await Engine.NewTenantAsync();
        for (var round = 0; round < 10; round++)
        {
            await Store.ChangeAsync(Change(tenant, ConsentPurpose.Diagnostics, true), Ct);
            var reports = Enumerable.Range(0, 8).Select(i => Store.AddReportAsync(Report(tenant, (round * 8) + i), Ct));
            await Task.WhenAll([.. reports, Store.ChangeAsync(Change(tenant, ConsentPurpose.Diagnostics, false), Ct)]);
            Assert.Empty(await Store.ListReportsAsync(tenant, "ana", Ct));
        }
    }

    [Fact]
    public async Task OfReports_TheLatestAreKept()
    {
        var tenant = await Engine.NewTenantAsync();
        await Store.ChangeAsync(Change(tenant, ConsentPurpose.Diagnostics, true), Ct);
        for (var i = 0; i < DiagnosticReport.MostKept + 3; i++)
        {
            await Store.AddReportAsync(Report(tenant, i), Ct);
        }

        var kept = await Store.ListReportsAsync(tenant, "ana", Ct);
        Assert.Equal(DiagnosticReport.MostKept, kept.Count);
        Assert.Equal(Start.AddMinutes(3), kept[^1].At);
    }

    [Fact]
    public async Task ANoticeIsSeenOnce_ByEachUser_AndAllGoesWithTheUser()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(new DirectoryUser { TenantId = tenant, Name = "ana", DisplayName = "Ana", Email = $"ana@{tenant}.test", Extension = "1001" }, "secret-of-ana", Ct);
        var seen = new SeenNotice { TenantId = tenant, UserName = "ana", Notice = "policy.terms.3", At = Start };
        await Store.SeeAsync(seen, Ct);
        await Store.SeeAsync(seen, Ct);
        await Store.ChangeAsync(Change(tenant, ConsentPurpose.Location, true), Ct);
        await Store.SaveLocationAsync(Place(tenant), Ct);
        Assert.Equal(["policy.terms.3"], await Store.ListSeenAsync(tenant, "ana", Ct));
        Assert.Empty(await Store.ListSeenAsync(tenant, "bea", Ct));

        await Engine.Writer.DeleteUserAsync(tenant, "ana", Ct);
        Assert.Empty(await Store.ListSeenAsync(tenant, "ana", Ct));
        Assert.Empty(await Store.ListAsync(tenant, "ana", Ct));
        Assert.Null(await Store.FindLocationAsync(tenant, "ana", Ct));
    }

    private async Task<List<ConsentPurpose>> AllowedAsync(string tenant)
    {
        var allowed = new List<ConsentPurpose>();
        foreach (var purpose in Enum.GetValues<ConsentPurpose>())
        {
            if (await Store.HasAsync(tenant, "ana", purpose, Ct))
            {
                allowed.Add(purpose);
            }
        }

        return allowed;
    }

    private static ConsentChange Change(string tenant, ConsentPurpose purpose, bool given) => new()
    {
        TenantId = tenant, UserName = "ana", Purpose = purpose, Given = given, At = Start, PolicyVersion = 2, PolicyHash = new string('a', 64),
    };

    private static DiagnosticReport Report(string tenant, int number) => new()
    {
        Id = $"{tenant}-{number}", TenantId = tenant, UserName = "ana", At = Start.AddMinutes(number), Text = "It broke.",
    };

    private static DeviceLocation Place(string tenant) => new() { TenantId = tenant, UserName = "ana", Latitude = 4.71, Longitude = -74.07, Accuracy = 30, At = Start };
}
