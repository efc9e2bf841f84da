using System.Text;
using RtcCluster.Edge.Http.Contacts.Files;
using RtcCluster.Storage.Contacts;
using Xunit;

namespace RtcCluster.Edge.Tests.Http.Contacts;

public sealed class ContactCsvTests
{
    [Fact]
    public void ReadsWhatGoogleWrites()
    {
        const string file = "First Name,Middle Name,Last Name,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value\r\n"
            + "Ana,María,Gómez,\"Té, Café\",Jefa,\"Una\r\nDos \"\"tres\"\"\",Clientes ::: * myContacts,* Work,ana@example.com,Mobile,300 123 4567 ::: +57 300 765 4321,12\r\n"
            + ",,,,,,,,,,,\r\n"
            + "Beto,,,,,,,,,,,\r\n";

        var rows = ContactFiles.Read(file, "CO").ToList();

        Assert.Equal([2, 5], rows.Select(static row => row.Line));
        var ana = rows[0].Card!;
        Assert.Equal(("Ana María", "Gómez", "Té, Café", "Jefa", "Una\r\nDos \"tres\""), (ana.GivenName, ana.FamilyName, ana.Organization, ana.Title, ana.Notes));
        Assert.Equal(
            [new ContactNumber("300 123 4567", "+573001234567", "mobile"), new ContactNumber("+57 300 765 4321", "+573007654321", "mobile"), new ContactNumber("12")], ana.Numbers);
        Assert.Equal([new ContactEmail("ana@example.com", "work")], ana.Emails);
        Assert.Equal(["Clientes"], ana.Groups);
        Assert.Equal("Beto", rows[1].Card!.GivenName);
    }

    [Fact]
    public void ReadsGoogleOfBefore_AndOutlookWithSemicolons()
    {
        var google = Assert.Single(ContactFiles.Read("\uFEFFName,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name\nAna Gómez,* My Contacts ::: VIP,* Home,ana@example.com,Acme", "CO")).Card!;
        Assert.Equal(("Ana Gómez", "Acme", "home"), (google.Name, google.Organization, google.Emails[0].Label));
        Assert.Equal(["VIP"], google.Groups);

        var outlook = Assert.Single(ContactFiles.Read(
            "First Name;Last Name;Company;Job Title;Business Phone;Mobile Phone;Home Phone 2;E-mail Address;E-mail 2 Address;Categories\rAna;Gómez;Acme;Jefa;6015550100;3001234567;;a@x.co;b@x.co;\"VIP;Clientes\"\r", "CO")).Card!;
        Assert.Equal(["business 6015550100 +576015550100", "mobile 3001234567 +573001234567"], outlook.Numbers.Select(static number => $"{number.Label} {number.Text} {number.E164}"));
        Assert.Equal(["a@x.co", "b@x.co"], outlook.Emails.Select(static email => email.Address));
        Assert.Equal(["VIP", "Clientes"], outlook.Groups);
    }

    [Fact]
    public void WhatASpreadsheetWouldRunIsGuarded_AndReadAgainAsItWas()
    {
        var card = new ContactCard
        {
            Name = "=HYPERLINK(\"http://x\")",
            Organization = "@acme",
            Notes = "-1\nzwei",
            Groups = ["A", "B"],
            Numbers = [.. Enumerable.Range(1, 6).Select(static number => new ContactNumber($"+57 300 000 000{number}", $"+57300000000{number}", number < 4 ? "work" : ""))],
        };
        var file = new StringBuilder();
        ContactExport.WriteHead(file);

        ContactExport.Write(file, card, ContactFileFormat.Csv);

        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\"", file.ToString(), StringComparison.Ordinal);
        Assert.Contains(",'@acme,", file.ToString(), StringComparison.Ordinal);
        var read = Assert.Single(ContactFiles.Read(file.ToString(), "CO")).Card!;
        Assert.Equal((card.Name, card.Organization, card.Notes), (read.Name, read.Organization, read.Notes));
        Assert.Equal(card.Numbers, read.Numbers);
        Assert.Equal(card.Groups, read.Groups);
    }

    [Theory]
    [InlineData("Color,Size\nred,1", 1, "No column")]
    [InlineData("Name\nAna\n\"Beto\n", 3, "quotation marks")]
    public void SaysWhatItCannotRead_AndWhere(string file, int line, string problem)
    {
        var last = ContactFiles.Read(file, "CO").Last();

        Assert.Equal((line, null), (last.Line, last.Card));
        Assert.Contains(problem, last.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyFileHasNoEntries() => Assert.Empty(ContactFiles.Read("\r\n,,\r\n", "CO"));

    [Fact]
    public void ACellThatIsTooLongEndsTheFile() =>
        Assert.Equal([2, 3], ContactFiles.Read($"Name\nAna\n{new string('x', 40_000)}\nBeto", "CO").Select(static row => row.Line));

    [Fact]
    public void NothingMakesItThrow()
    {
        const string seed = "Name,Phone 1 - Value,E-mail 1 - Value,Labels\r\n\"A\"\"b\",+57 300 ::: 1,a@x,* y ::: z\r\n;\t\"\n'=1,,\r\"";
        var random = new Random(12);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string([.. seed.Where(_ => random.Next(6) > 0).Select(c => random.Next(12) == 0 ? seed[random.Next(seed.Length)] : c)]);

            Assert.All(ContactFiles.Read(text, "CO"), row => Assert.True(row.Card is null == row.Problem is not null, $"round {round}: {text}"));
        }
    }
}
