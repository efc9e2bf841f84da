using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Tests.Contacts;

public sealed class ContactTextTests
{
    [Theory]
    [InlineData("José Núñez", "jose nunez")]
    [InlineData("  ÁNGELA   O'Higgins-Pérez ", "angela o higgins perez")]
    [InlineData("Großmann & Søn, Łódź", "grossmann son lodz")]
    [InlineData("Æther Œuvre Đorđe ISTANBUL ı", "aether oeuvre dorde istanbul i")]
    [InlineData("Ａｎａ １ ﬁn", "ana 1 fin")]
    [InlineData("Jose\u0301 Nu\u0303n\u0303ez", "jose nunez")]
    [InlineData("Nguyễn Ştefan Žižek", "nguyen stefan zizek")]
    [InlineData("Ωραία Όλγα ΣΟΦΟΣ Σοφός", "ωραια ολγα σοφοσ σοφοσ")]
    [InlineData("Ёлкин Андрей", "елкин андреи")]
    [InlineData("Борис", "борис")]
    [InlineData("株式会社", "株式会社")]
    [InlineData("a\0b\uD800c", "a b c")]
    [InlineData("!!", "")]
    public void FoldsAsPeopleType(string text, string folded) => Assert.Equal(folded, ContactText.Fold(text));

    [Theory]
    [InlineData("+57 (300) 123-45.67", "573001234567")]
    [InlineData("1002", "1002")]
    [InlineData("Calle 80", null)]
    [InlineData("()", null)]
    public void KnowsANumberByItsCharacters(string text, string? digits) => Assert.Equal(digits, ContactText.Digits(text));

    [Fact]
    public void IsFoundByNumberWithAndWithoutTheCountry_ByWords_ByAddressAndByGroup()
    {
        var keys = ContactKeys.Of(new ContactCard
        {
            Name = "Ana Gómez",
            Organization = "Café Ñandú",
            Numbers = [new ContactNumber("+1 (415) 555-0100", "+14155550100"), new ContactNumber("ext 12")],
            Emails = [new ContactEmail("Ana.G@Example.com")],
            Groups = ["Clientes VIP"],
        });

        Assert.Equal(
            ["w:ana", "w:gomez", "w:cafe", "w:nandu", "w:g", "w:example", "w:com", "w:clientes", "w:vip", "w:14155550100", "w:4155550100",
             "n:+14155550100", "n:ext 12", "e:ana.g@example.com", "g:clientes vip", "f:ana gomez"],
            keys);
    }

    [Theory]
    [InlineData("+573001234567", "w:3001234567")]
    [InlineData("+351210000000", "w:210000000")]
    [InlineData("+593990000000", "w:990000000")]
    public void CutsOffTheCountryOfOneToThreeDigits(string e164, string key) =>
        Assert.Contains(key, ContactKeys.Of(new ContactCard { Name = "x", Numbers = [new ContactNumber(e164, e164)] }));

    [Fact]
    public void NoKeyIsLongerThanItsColumn()
    {
        // One letter that becomes three.
        var text = new string('\uFB03', 200);

        var keys = ContactKeys.Of(new ContactCard { Name = text, Organization = text, Groups = [text], Emails = [new ContactEmail(text + "@x")] });

        Assert.All(keys, static key => Assert.InRange(key.Length, 3, ContactKeys.Longest));
    }
}
