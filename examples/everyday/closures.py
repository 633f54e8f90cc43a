# Functions that remember.
def account(balance):
    def deposit(amount):
        nonlocal balance
        balance += amount
    return deposit, lambda: balance
(mine, my_balance), (yours, your_balance) = account(10), account(0)
mine(5)
yours(1)
print(my_balance(), your_balance())
