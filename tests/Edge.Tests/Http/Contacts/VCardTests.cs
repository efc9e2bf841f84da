using System.Text;
using RtcCluster.Edge.Http.Contacts.Files;
using RtcCluster.Storage.Contacts;
using Xunit;

namespace RtcCluster.Edge.Tests.Http.Contacts;

public sealed class VCardTests
{
    [Fact]
    public void ReadsBothVersions_WithFoldedLines_Escapes_GroupsAndTypes()
    {
        const string file = """
            BEGIN:VCARD
            VERSION:3.0
            N:Gómez;Ana;María;;
            FN:Ana María
              Gómez
            ORG:Café\, Té;Ventas
            TITLE:Jefa
            item1.TEL;TYPE=VOICE,CELL:300 123 4567
            TEL;TYPE="work,voice":(601) 555
            EMAIL;TYPE=INTERNET;TYPE=HOME:ana@example.com
            CATEGORIES:Clientes,A\,B
            NOTE:Una\nDos\; tres
            X-UNKNOWN;A="x:y;z":ignored
            END:VCARD

            begin:vcard
            version:4.0
            FN:Beto
            TEL;VALUE=uri;TYPE="voice,home":tel:+57-300-765-4321;ext=5
            EMAIL:mailto:beto@example.com
            end:vcard
            """;

        var cards = ContactFiles.Read(file, "CO").ToList();

        Assert.Equal([1, 16], cards.Select(static card => card.Line));
        var (ana, beto) = (cards[0].Card!, cards[1].Card!);
        Assert.Equal(("Ana María Gómez", "Ana María", "Gómez", "Café, Té, Ventas", "Jefa", "Una\nDos; tres"), (ana.Name, ana.GivenName, ana.FamilyName, ana.Organization, ana.Title, ana.Notes));
        Assert.Equal([new ContactNumber("300 123 4567", "+573001234567", "cell"), new ContactNumber("(601) 555", null, "work")], ana.Numbers);
        Assert.Equal([new ContactEmail("ana@example.com", "home")], ana.Emails);
        Assert.Equal(["Clientes", "A,B"], ana.Groups);
        Assert.Equal([new ContactNumber("+57-300-765-4321", "+573007654321", "home")], beto.Numbers);
        Assert.Equal([new ContactEmail("beto@example.com")], beto.Emails);
    }

    [Theory]
    [InlineData("BEGIN:VCARD\r\nVERSION:2.1\r\nFN:x\r\nEND:VCARD", 1, "version '2.1'")]
    [InlineData("BEGIN:VCARD\r\nFN:x\r\nEND:VCARD", 1, "version ''")]
    [InlineData("\nBEGIN:VCARD\nVERSION:3.0\nFN:x", 2, "no END:VCARD")]
    [InlineData("BEGIN:VCARD\nVERSION:3.0\nBEGIN:VCARD\nVERSION:2.1\nEND:VCARD", 1, "no END:VCARD")]
    public void SaysWhatItCannotRead_AndWhere(string file, int line, string problem)
    {
        var first = ContactFiles.Read(file, "CO").First();

        Assert.Equal((line, null), (first.Line, first.Card));
        Assert.Contains(problem, first.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsWrittenIsReadAgain_InLinesOfSeventyFiveOctets(bool isVersion4)
    {
        var card = new ContactCard
        {
            Name = "Ana; \"la\" Gómez, " + string.Concat(Enumerable.Repeat("ñ𝒳", 60)),
            GivenName = "Ana",
            FamilyName = "Gómez\\",
            Organization = "Té, Café; y más",
            Title = "Jefa",
            Notes = "Una\nDos",
            Numbers = [new ContactNumber("300 123 4567", "+573001234567", "cell"), new ContactNumber("12")],
            Emails = [new ContactEmail("ana@example.com", "home")],
            Groups = ["A,B", "C"],
        };
        var file = new StringBuilder();

        ContactExport.Write(file, card, isVersion4 ? ContactFileFormat.VCard4 : ContactFileFormat.VCard);

        var read = Assert.Single(ContactFiles.Read(file.ToString(), "CO")).Card!;
        Assert.Equal((card.Name, card.GivenName, card.FamilyName, card.Organization, card.Title, card.Notes), (read.Name, read.GivenName, read.FamilyName, read.Organization, read.Title, read.Notes));
        Assert.Equal(card.Numbers, read.Numbers);
        Assert.Equal(card.Emails, read.Emails);
        Assert.Equal(card.Groups, read.Groups);
        Assert.All(file.ToString().Split("\r\n"), static line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
    }

    [Fact]
    public void NothingMakesItThrow()
    {
        const string seed = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:a;b;\\\r\nTEL;TYPE=\"x:1\r\n :2\r\nFN\r\n:;=\\,\"\r\nEND:VCARD\r\n";
        var random = new Random(11);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string([.. seed.Where(_ => random.Next(6) > 0).Select(c => random.Next(12) == 0 ? seed[random.Next(seed.Length)] : c)]);

            Assert.All(ContactFiles.Read(text, "CO"), card => Assert.True(card.Card is null == card.Problem is not null, $"round {round}: {text}"));
        }
    }
}
