-- What is open of a merchant is found by processes_of_merchant_by_deadline (0021) as well.
drop index processes_open_of_merchant;
